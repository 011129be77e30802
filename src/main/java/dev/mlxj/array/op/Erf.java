package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.ErrorFunction;
import dev.mlxj.array.kernel.FloatFunctions;

import java.util.List;

/** The error function; integers become F32. Matches {@code mlx.core.erf}. */
public record Erf() implements Unary {
    public static Array of(Array x) {
        return Unary.inexact(new Erf(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        FloatFunctions.ofThread().erf(x, n);
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = ErrorFunction.erf(x[i]);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array slope = in.getFirst().square().negative().exp().multiply(2 / Math.sqrt(Math.PI));
        return List.of(cotangent.multiply(slope));
    }
}
