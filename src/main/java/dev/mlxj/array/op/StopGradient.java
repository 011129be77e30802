package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.View;
import dev.mlxj.tensor.Shape;

import java.util.List;

/** The same value, through which no gradient goes. Matches {@code mlx.core.stop_gradient}. */
public record StopGradient() implements Rearrangement {
    public static Array of(Array x) {
        return Array.of(new StopGradient(), x);
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public View view(View in) {
        return in;
    }

    @Override
    public Array batched(List<Array> in) {
        return of(in.getFirst());
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
