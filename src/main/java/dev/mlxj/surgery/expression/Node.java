package dev.mlxj.surgery.expression;

import java.util.List;
import java.util.Map;

/** A part of an expression, with the index of the character that it is told by in a message. */
sealed interface Node {
    int at();

    record Constant(Value value, int at) implements Node {}

    /** Something that is given with the parameter: {@code x}. */
    record Variable(String name, int at) implements Node {}

    /** {@code f(a, b, key=c)}; operators are calls too, of the function that they stand for. */
    record Call(String function, List<Node> arguments, Map<String, Node> named, int at)
            implements Node {}

    /** {@code (2, 3)} or {@code [2, 3]}. */
    record Sequence(List<Node> items, int at) implements Node {}
}
