package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;
import dev.mlxj.tree.Tree;

import java.util.ArrayList;
import java.util.List;
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
        TrainablePlaces places = new TrainablePlaces(model);
        List<Array> before = places.arrays();
        if (before.isEmpty()) {
            return new Result(function.get(), places.inPlace(List.of()));
        }
        List<Array> traced = new ArrayList<>();
        try {
            int[] all = IntStream.range(0, before.size()).toArray();
            Grad.Result result =
                    Grad.valueAndGrad(
                                    inputs -> {
                                        traced.addAll(inputs);
                                        places.setAll(inputs);
                                        return function.get();
                                    },
                                    all)
                            .apply(before);
            return new Result(result.values(), places.inPlace(result.gradients()));
        } finally {
            places.restore(traced, before);
        }
    }
}
