package dev.mlxj.array;

import dev.mlxj.array.op.StopGradient;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Gradients by reverse mode over the recorded graph. A function is called with arrays that stand
 * for its arguments; what it computes from them is walked back, each node's rule giving the
 * gradients of its inputs. The rules are array operations, so a gradient can be differentiated
 * again.
 *
 * <p>The gradient of a real value with respect to a complex number {@code x + iy} is {@code d/dx +
 * i d/dy}, as in MLX.
 */
public final class Grad {
    private Grad() {}

    /**
     * Values, and gradients with respect to the arguments that were asked for, in their order.
     *
     * @param reached for each gradient, whether a value depends on its argument; zeros stand for
     *     the gradient otherwise
     */
    public record Result(List<Array> values, List<Array> gradients, List<Boolean> reached) {
        /** The first value. */
        public Array value() {
            return values.getFirst();
        }
    }

    /**
     * The gradients of {@code sum(out * cotangent)} over the outputs of {@code function} at {@code
     * primals}. Matches {@code mlx.core.vjp}.
     *
     * @throws IllegalArgumentException if a cotangent has not the shape of its output
     */
    public static Result vjp(
            Function<List<Array>, List<Array>> function,
            List<Array> primals,
            List<Array> cotangents) {
        try (Trace trace = new Trace()) {
            List<Array> traced = traced(primals, trace);
            List<Array> outputs = function.apply(traced);
            return back(outputs, outputs, cotangents, traced);
        }
    }

    /**
     * A function that gives the value of {@code function} and its gradients with respect to the
     * arguments of these numbers, the first if none is given. The first output must be a scalar;
     * others are given back as they are. Matches {@code mlx.core.value_and_grad}.
     */
    public static Function<List<Array>, Result> valueAndGrad(
            Function<List<Array>, List<Array>> function, int... arguments) {
        int[] wanted = arguments.length == 0 ? new int[] {0} : arguments.clone();
        return inputs -> {
            try (Trace trace = new Trace()) {
                List<Array> all = new ArrayList<>(inputs);
                List<Array> traced = new ArrayList<>();
                for (int argument : wanted) {
                    if (argument < 0 || argument >= inputs.size()) {
                        throw new IllegalArgumentException(
                                "[grad] Invalid argument number %d for function with %d inputs."
                                        .formatted(argument, inputs.size()));
                    }
                    Array array = Array.traced(inputs.get(argument), trace);
                    all.set(argument, array);
                    traced.add(array);
                }
                List<Array> outputs = function.apply(all);
                Array value = outputs.getFirst();
                Array one = Array.ones(value.dtype());
                return back(outputs, List.of(value), List.of(one), traced);
            }
        };
    }

    /** The gradient of a function of one array, a scalar. Matches {@code mlx.core.grad}. */
    public static UnaryOperator<Array> grad(UnaryOperator<Array> function) {
        Function<List<Array>, Result> both =
                valueAndGrad(inputs -> List.of(function.apply(inputs.getFirst())));
        return x -> both.apply(List.of(x)).gradients().getFirst();
    }

    /** The gradient of a function, in the place of the one that its operations have. */
    @FunctionalInterface
    public interface Rule {
        /**
         * The gradients with respect to the arguments, in their order; those left out are zero.
         *
         * @param cotangents one for each result
         * @param results what the function gave
         */
        List<Array> gradients(List<Array> arguments, List<Array> cotangents, List<Array> results);
    }

    /**
     * The function with a gradient of its own. Where it has several results, the rule is asked for
     * each of them alone, with zeros for the others. Matches {@code mlx.core.custom_function} with
     * {@code vjp}.
     */
    public static Function<List<Array>, List<Array>> customFunction(
            Function<List<Array>, List<Array>> function, Rule rule) {
        return arguments -> {
            List<Array> apart = arguments.stream().map(Array::stopGradient).toList();
            List<Array> inputs = new ArrayList<>(arguments);
            List<Array> results = function.apply(apart);
            inputs.addAll(results);
            List<Array> given = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                given.add(Array.of(new Custom(rule, arguments.size(), i), inputs));
            }
            return given;
        };
    }

    /**
     * The function, computed again for its gradient, so that its intermediate values need not be
     * kept until then. Matches {@code mlx.core.checkpoint}.
     */
    public static Function<List<Array>, List<Array>> checkpoint(
            Function<List<Array>, List<Array>> function) {
        return customFunction(
                function,
                (arguments, cotangents, results) ->
                        vjp(function, arguments, cotangents).gradients());
    }

    /**
     * The values of {@code function} and how they move when its arguments move along {@code
     * tangents}. Matches {@code mlx.core.jvp}. The gradient of {@code sum(gradient(u) * tangent)}
     * by u, since the gradient is linear in its cotangent u.
     */
    public static Result jvp(
            Function<List<Array>, List<Array>> function,
            List<Array> primals,
            List<Array> tangents) {
        for (int i = 0; i < tangents.size(); i++) {
            if (!primals.get(i).shape().equals(tangents.get(i).shape())) {
                throw Refusal.of(
                        "jvp",
                        "A tangent must have the shape of its argument.",
                        primals.get(i),
                        tangents.get(i));
            }
        }
        List<Array> values = function.apply(primals);
        List<Array> zeros = new ArrayList<>();
        for (Array value : values) {
            zeros.add(Array.zeros(value.dtype(), value.shape().toArray()));
        }
        Function<List<Array>, List<Array>> back =
                cotangents -> vjp(function, primals, cotangents).gradients();
        Result moved = vjp(back, zeros, tangents);
        return new Result(values, moved.gradients(), moved.reached());
    }

    private static List<Array> traced(List<Array> primals, Trace trace) {
        List<Array> traced = new ArrayList<>(primals.size());
        for (Array primal : primals) {
            traced.add(Array.traced(primal, trace));
        }
        return traced;
    }

    /**
     * Walks back from the outputs; inputs that they do not depend on have the gradient zero.
     *
     * @param values of the result
     */
    private static Result back(
            List<Array> values, List<Array> outputs, List<Array> cotangents, List<Array> inputs) {
        IdentityHashMap<Array, Array> gradients = new IdentityHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Array output = outputs.get(i);
            Array cotangent = cotangents.get(i);
            if (!output.shape().equals(cotangent.shape())) {
                throw Refusal.of(
                        "vjp",
                        "Output shape %s does not match cotangent shape %s."
                                .formatted(
                                        Shapes.text(output.shape()),
                                        Shapes.text(cotangent.shape())),
                        output,
                        cotangent);
            }
            gradients.merge(output, cotangent.astype(output.dtype()), Array::add);
        }
        for (Link link : dependent(outputs, inputs).reversed()) {
            Array cotangent = gradients.remove(link.node);
            if (cotangent != null) {
                link.passBack(cotangent, gradients);
            }
        }
        List<Array> found = new ArrayList<>();
        List<Boolean> reached = new ArrayList<>();
        for (Array input : inputs) {
            Array gradient = gradients.get(input);
            reached.add(gradient != null);
            found.add(
                    gradient != null
                            ? gradient
                            : Array.zeros(input.dtype(), input.shape().toArray()));
        }
        return new Result(values, found, reached);
    }

    /** A node on the way, and which of its inputs lead on. */
    private static final class Link {
        private final Array node;
        private final Recipe recipe;
        private final boolean[] leads;
        private int next;

        Link(Array node, Recipe recipe) {
            this.node = node;
            this.recipe = recipe;
            this.leads = new boolean[recipe.inputs().size()];
        }

        void passBack(Array cotangent, IdentityHashMap<Array, Array> gradients) {
            List<Array> inputs = recipe.inputs();
            for (int i = 0; i < leads.length; i++) {
                Optional<String> refusal =
                        leads[i] ? recipe.primitive().refusal(i) : Optional.empty();
                if (refusal.isPresent()) {
                    throw new IllegalArgumentException(refusal.get());
                }
            }
            // A rule multiplies with the derivative, and the gradient of a complex number is the
            // conjugate of that. What a caller wrote is in terms of gradients already.
            boolean isRule = !(recipe.primitive() instanceof Custom);
            List<Array> given =
                    recipe.primitive()
                            .vjp(inputs, node, isRule ? cotangent.conjugate() : cotangent);
            for (int i = 0; i < given.size(); i++) {
                if (leads[i]) {
                    Array gradient = isRule ? given.get(i).conjugate() : given.get(i);
                    gradients.merge(inputs.get(i), gradient, Array::add);
                }
            }
        }
    }

    /** The nodes between inputs and outputs, inputs first, without recursion. */
    private static List<Link> dependent(List<Array> outputs, List<Array> inputs) {
        IdentityHashMap<Array, Boolean> leads = new IdentityHashMap<>();
        for (Array input : inputs) {
            leads.put(input, true);
        }
        List<Link> order = new ArrayList<>();
        ArrayDeque<Link> path = new ArrayDeque<>();
        for (Array output : outputs) {
            visit(output, leads, path);
            while (!path.isEmpty()) {
                Link link = path.peek();
                if (link.next < link.leads.length) {
                    Array input = link.recipe.inputs().get(link.next);
                    Boolean known = leads.get(input);
                    if (known != null || !visit(input, leads, path)) {
                        link.leads[link.next++] = Boolean.TRUE.equals(leads.get(input));
                    }
                } else {
                    path.pop();
                    boolean any = false;
                    for (boolean lead : link.leads) {
                        any |= lead;
                    }
                    leads.put(link.node, any);
                    if (any) {
                        order.add(link);
                    }
                }
            }
        }
        return order;
    }

    /**
     * Goes down into a node that may lead to an input; false if it cannot: integers do not move.
     */
    private static boolean visit(
            Array node, IdentityHashMap<Array, Boolean> leads, ArrayDeque<Link> path) {
        Recipe recipe = node.recipe();
        if (leads.containsKey(node)) {
            return false;
        }
        if (recipe == null
                || node.openedBy() == null
                || !node.dtype().isInexact()
                || recipe.primitive() instanceof StopGradient) {
            leads.put(node, false);
            return false;
        }
        path.push(new Link(node, recipe));
        return true;
    }
}
