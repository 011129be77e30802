package dev.mlxj.surgery.expression;

import dev.mlxj.array.Array;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An expression that has been read. Immutable; evaluated any number of times. */
public final class Expression {
    private final String text;
    private final Node root;

    private Expression(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /**
     * Reads an expression.
     *
     * @throws ExpressionException if it is none, or calls what there is not; the message has the
     *     column
     */
    public static Expression parse(String text) {
        return new Expression(text, new Parser(text).parse());
    }

    /** Whether the expression as a whole is a conversion, so that its dtype is meant. */
    public boolean saysDType() {
        return root instanceof Node.Call call && call.function().equals("astype");
    }

    /**
     * The value for an array; nothing is computed yet.
     *
     * @param x what {@code x} stands for
     * @throws ExpressionException if an operation refuses its arguments
     */
    public Value evaluate(Array x) {
        return evaluate(root, Map.of("x", new Value.Of(x)));
    }

    private Value evaluate(Node node, Map<String, Value> variables) {
        return switch (node) {
            case Node.Constant(Value value, _) -> value;
            case Node.Variable(String name, int at) -> {
                Value value = variables.get(name);
                if (value == null) {
                    throw new ExpressionException(
                            text, at, "there is no '" + name + "'; the parameter is called x");
                }
                yield value;
            }
            case Node.Sequence(List<Node> items, _) ->
                    new Value.Items(items.stream().map(item -> evaluate(item, variables)).toList());
            case Node.Call call -> call(call, variables);
        };
    }

    private Value call(Node.Call call, Map<String, Value> variables) {
        List<Value> arguments = new ArrayList<>();
        for (Node argument : call.arguments()) {
            arguments.add(evaluate(argument, variables));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        call.named().forEach((key, argument) -> named.put(key, evaluate(argument, variables)));
        try {
            return Functions.call(call.function(), new Arguments(arguments, named));
        } catch (ExpressionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(text, call.at(), e);
        }
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
