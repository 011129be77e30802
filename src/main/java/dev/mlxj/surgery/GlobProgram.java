package dev.mlxj.surgery;

import java.util.ArrayList;
import java.util.List;

/**
 * The state machine of a glob: a list of steps, run in order. A step takes one character, or
 * branches without taking any. The last step is the end.
 */
final class GlobProgram {
    private sealed interface Step {}

    /** One character that is this. */
    private record Literal(int character) implements Step {}

    /** One character: any, or any but the dot. */
    private record Any(boolean dotToo) implements Step {}

    /** One character of these ranges, or one that is in none; never a dot. */
    private record OneOf(List<Range> ranges, boolean negated) implements Step {
        boolean accepts(int c) {
            boolean inside = false;
            for (Range range : ranges) {
                inside |= range.first <= c && c <= range.last;
            }
            return c != '.' && inside != negated;
        }
    }

    /** Code points from one to another, both inclusive. */
    record Range(int first, int last) {}

    /** Goes on at both places. */
    private record Branch(int first, int second) implements Step {}

    private record End() implements Step {}

    private final List<Step> steps = new ArrayList<>();

    /** Number of steps; the next one added has this index. */
    int size() {
        return steps.size();
    }

    void literal(int c) {
        steps.add(new Literal(c));
    }

    void any(boolean dotToo) {
        steps.add(new Any(dotToo));
    }

    void oneOf(List<Range> ranges, boolean negated) {
        steps.add(new OneOf(ranges, negated));
    }

    /** A step whose targets {@link #branch(int, int, int)} sets later. */
    int branch() {
        steps.add(new Branch(-1, -1));
        return size() - 1;
    }

    void branch(int at, int first, int second) {
        steps.set(at, new Branch(first, second));
    }

    void end() {
        steps.add(new End());
    }

    /** Whether the step takes this character. */
    boolean accepts(int step, int c) {
        return switch (steps.get(step)) {
            case Literal(int character) -> character == c;
            case Any(boolean dotToo) -> dotToo || c != '.';
            case OneOf set -> set.accepts(c);
            case Branch _, End _ -> false;
        };
    }

    /** Adds a step, and all that it branches to, to the states. */
    void enter(int step, PathPattern.States states) {
        int at = step;
        while (states.add(at) && steps.get(at) instanceof Branch(int first, int second)) {
            enter(first, states);
            at = second;
        }
    }
}
