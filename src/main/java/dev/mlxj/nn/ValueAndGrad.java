package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.tree.Tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The value of a loss, and its gradients with respect to the parameters of a model that train when
 * it is called. Matches {@code mlx.nn.value_and_grad}.
 *
 * {@snippet class="dev.mlxj.nn.MyMLPTest" region="training"}
 */
public final class ValueAndGrad {
    private ValueAndGrad() {}

    /**
     * What a call gives.
     *
     * @param values what the function returned; the first is the loss
     * @param gradients in the form of {@link Module#trainableParameters}. Integers and booleans
     *     have none, and a module that has several names has its own under the first
     */
    public record Result(List<Array> values, Tree<Array> gradients) {
        /** The loss. */
        public Array value() {
            return values.getFirst();
        }
    }

    /** The loss and its gradients; it must be a scalar. */
    public static Result of(Module model, Supplier<Array> loss) {
        return ofAll(model, () -> List.of(loss.get()));
    }

    /**
     * The loss, which is the first result of {@code function}, its gradients, and the other results
     * as they are. While the function runs, the parameters are arrays that record what is computed
     * from them. What it assigns to a parameter stays.
     *
     * @throws IllegalArgumentException if the first result is no scalar
     */
    public static Result ofAll(Module model, Supplier<List<Array>> function) {
        Tree<Place> places = trainable(model);
        List<Place> order = places.leaves().toList();
        List<Array> before = order.stream().map(place -> (Array) place.value()).toList();
        if (order.isEmpty()) {
            return new Result(function.get(), inPlace(places, List.of()));
        }
        List<Array> traced = new ArrayList<>();
        try {
            int[] all = IntStream.range(0, order.size()).toArray();
            Grad.Result result =
                    Grad.valueAndGrad(
                                    inputs -> {
                                        traced.addAll(inputs);
                                        setAll(order, inputs);
                                        return function.get();
                                    },
                                    all)
                            .apply(before);
            return new Result(result.values(), inPlace(places, result.gradients()));
        } finally {
            restore(order, traced, before);
        }
    }

    /** The places of the arrays that train and can have a gradient, each once. */
    private static Tree<Place> trainable(Module model) {
        Set<Place> seen = new HashSet<>();
        return model.places(
                (owner, key, value) ->
                        MemberFilter.TRAINABLE.test(owner, key, value)
                                && (!(value instanceof Array array)
                                        || (array.dtype().isInexact()
                                                && seen.add(new Place.Member(owner, key)))),
                (owner, key, value) -> !MemberFilter.isContainer(value),
                (place, value) -> place);
    }

    private static Tree<Array> inPlace(Tree<Place> places, List<Array> gradients) {
        Iterator<Array> next = gradients.iterator();
        return places.map(place -> next.next());
    }

    private static void setAll(List<Place> places, List<Array> arrays) {
        for (int i = 0; i < places.size(); i++) {
            places.get(i).set(arrays.get(i));
        }
    }

    private static void restore(List<Place> places, List<Array> traced, List<Array> before) {
        for (int i = 0; i < traced.size(); i++) {
            if (places.get(i).value() == traced.get(i)) {
                places.get(i).set(before.get(i));
            }
        }
    }
}
