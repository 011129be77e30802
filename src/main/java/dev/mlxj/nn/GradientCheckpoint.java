package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.array.Grad;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A function that uses the parameters of a module, computed again for its gradient, so that its
 * intermediate values need not be kept until then. Matches {@code mlx.nn.utils.checkpoint}.
 */
public final class GradientCheckpoint {
    private GradientCheckpoint() {}

    /** The layer itself, computed again for its gradient. */
    public static <L extends Module & Layer> UnaryOperator<Array> checkpoint(L layer) {
        Function<List<Array>, List<Array>> checkpointed =
                checkpoint(layer, inputs -> List.of(layer.forward(inputs.getFirst())));
        return x -> checkpointed.apply(List.of(x)).getFirst();
    }

    /**
     * A function of arrays and of the parameters of {@code module} that train when it is called.
     * The gradient reaches both. What the function reaches in another way has no gradient.
     */
    public static Function<List<Array>, List<Array>> checkpoint(
            Module module, Function<List<Array>, List<Array>> function) {
        return inputs -> {
            TrainablePlaces places = new TrainablePlaces(module);
            int count = places.count();
            List<Array> all = new ArrayList<>(places.arrays());
            all.addAll(inputs);
            return Grad.checkpoint(arguments -> withParameters(places, arguments, count, function))
                    .apply(all);
        };
    }

    private static List<Array> withParameters(
            TrainablePlaces places,
            List<Array> arguments,
            int count,
            Function<List<Array>, List<Array>> function) {
        List<Array> parameters = arguments.subList(0, count);
        List<Array> before = places.arrays();
        places.setAll(parameters);
        try {
            return function.apply(arguments.subList(count, arguments.size()));
        } finally {
            places.restore(parameters, before);
        }
    }
}
