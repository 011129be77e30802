package dev.mlxj.array;

import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Rows;
import dev.mlxj.tensor.Shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A function of arrays done for many arrays at once. It is recorded for one of each; then every
 * node that depends on them is built again, by its {@link Primitive#batched batched rule}, for all.
 * Matches {@code mlx.core.vmap}.
 */
public final class Vmap {
    /** The axis of an argument that all of the many share. */
    public static final int NONE = Integer.MIN_VALUE;

    /** What stands for a node of the recorded function. */
    private final IdentityHashMap<Array, Array> batched = new IdentityHashMap<>();

    /** Whether a node depends on the arguments. */
    private final IdentityHashMap<Array, Boolean> visited = new IdentityHashMap<>();

    private final long batch;

    private Vmap(long batch) {
        this.batch = batch;
    }

    /** The function for many, which lie along the first axis of each argument and result. */
    public static Function<List<Array>, List<Array>> of(
            Function<List<Array>, List<Array>> function) {
        return arguments ->
                of(function, Collections.nCopies(arguments.size(), 0), 0).apply(arguments);
    }

    /**
     * The function for many.
     *
     * @param inAxes for each argument the axis along which the many lie, or {@link #NONE}
     * @param outAxis where they lie in the results
     */
    public static Function<List<Array>, List<Array>> of(
            Function<List<Array>, List<Array>> function, List<Integer> inAxes, int outAxis) {
        return of(function, inAxes, List.of(outAxis));
    }

    /**
     * The function for many.
     *
     * @param inAxes for each argument the axis along which the many lie, or {@link #NONE}
     * @param outAxes where they lie in each result, or {@link #NONE} for one that is the same for
     *     all of them; a single one counts for all results
     */
    public static Function<List<Array>, List<Array>> of(
            Function<List<Array>, List<Array>> function,
            List<Integer> inAxes,
            List<Integer> outAxes) {
        return arguments -> {
            try (Trace trace = new Trace()) {
                Vmap vmap = new Vmap(batch(arguments, inAxes));
                List<Array> single = new ArrayList<>();
                for (int i = 0; i < arguments.size(); i++) {
                    single.add(vmap.single(arguments.get(i), inAxes.get(i), trace));
                }
                List<Array> results = new ArrayList<>();
                for (Array result : function.apply(single)) {
                    int axis = outAxes.get(outAxes.size() == 1 ? 0 : results.size());
                    results.add(vmap.all(result, axis));
                }
                return results;
            }
        };
    }

    private static long batch(List<Array> arguments, List<Integer> inAxes) {
        if (arguments.size() != inAxes.size()) {
            throw new IllegalArgumentException(
                    "[vmap] The function has %d arguments, in_axes %d"
                            .formatted(arguments.size(), inAxes.size()));
        }
        long batch = -1;
        for (int i = 0; i < inAxes.size(); i++) {
            if (inAxes.get(i) != NONE) {
                long extent = arguments.get(i).shape().extent(axis(arguments, inAxes, i));
                if (batch >= 0 && extent != batch) {
                    throw new IllegalArgumentException(
                            "[vmap] Inconsistent axis sizes: %d and %d.".formatted(batch, extent));
                }
                batch = extent;
            }
        }
        if (batch < 0) {
            throw new IllegalArgumentException("[vmap] At least one of in_axes must be given.");
        }
        return batch;
    }

    private static int axis(List<Array> arguments, List<Integer> inAxes, int i) {
        return Shapes.axis("vmap", arguments.get(i), inAxes.get(i));
    }

    /** One of the many, to record the function with. */
    private Array single(Array argument, int axis, Trace trace) {
        if (axis == NONE) {
            return argument;
        }
        Array many = Rows.moved(argument, axis, 0);
        Shape one = Shapes.without(many.shape(), List.of(0));
        Array single = Array.traced(Array.zeros(many.dtype(), one.toArray()), trace);
        batched.put(single, many);
        return single;
    }

    /** The result for all, which lie along this axis. */
    private Array all(Array result, int axis) {
        Array all = all(result);
        if (axis != NONE) {
            return Rows.moved(all, 0, axis);
        }
        if (Boolean.TRUE.equals(visited.get(result))) {
            throw Refusal.of("vmap", "A result without an axis depends on the many.", result);
        }
        return result;
    }

    /** The result for all, with the many in front. */
    private Array all(Array result) {
        ArrayDeque<Array> path = new ArrayDeque<>();
        path.push(result);
        while (!path.isEmpty()) {
            Array node = path.peek();
            Recipe recipe = node.recipe();
            if (visited.containsKey(node)) {
                path.pop();
            } else if (recipe == null || node.openedBy() == null || batched.containsKey(node)) {
                visited.put(node, batched.containsKey(node));
                path.pop();
            } else if (!pushMissing(recipe, path)) {
                path.pop();
                boolean depends = recipe.inputs().stream().anyMatch(visited::get);
                visited.put(node, depends);
                if (depends) {
                    batched.put(node, rebuilt(recipe));
                }
            }
        }
        return found(result);
    }

    private boolean pushMissing(Recipe recipe, ArrayDeque<Array> path) {
        boolean missing = false;
        for (Array input : recipe.inputs()) {
            if (!visited.containsKey(input)) {
                path.push(input);
                missing = true;
            }
        }
        return missing;
    }

    private Array rebuilt(Recipe recipe) {
        return recipe.primitive().batched(recipe.inputs().stream().map(this::found).toList());
    }

    /** The node for all: what does not depend on the arguments is repeated. */
    private Array found(Array node) {
        return batched.computeIfAbsent(
                node, same -> BroadcastTo.of(same, Shapes.inFront(batch, same.shape())));
    }
}
