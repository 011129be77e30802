package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.nn.GradientCheckpoint;
import dev.mlxj.nn.Module;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Calls a layer so that it is computed again for its gradient, also where masks are left out. */
final class Checkpointed {
    /** A call with the arguments in their places. */
    @FunctionalInterface
    interface Call {
        Array forward(@Nullable Array[] arguments);
    }

    private Checkpointed() {}

    /** What the call gives; absent arguments stay null. */
    static Array call(Module layer, Call call, @Nullable Array... arguments) {
        List<Array> present = new ArrayList<>();
        for (Array argument : arguments) {
            if (argument != null) {
                present.add(argument);
            }
        }
        return GradientCheckpoint.checkpoint(
                        layer,
                        inputs -> {
                            @Nullable Array[] placed = new @Nullable Array[arguments.length];
                            int next = 0;
                            for (int i = 0; i < placed.length; i++) {
                                placed[i] = arguments[i] == null ? null : inputs.get(next++);
                            }
                            return List.of(call.forward(placed));
                        })
                .apply(present)
                .getFirst();
    }
}
