package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.ErrorFunction;

import java.util.List;

/**
 * The inverse of the error function, NaN beyond 1; integers become F32. Matches {@code
 * mlx.core.erfinv}.
 */
public record ErfInv() implements Unary {
    public static Array of(Array x) {
        return Unary.inexact(new ErfInv(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = ErrorFunction.inverse(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = ErrorFunction.inverse(x[i]);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array slope = out.square().exp().multiply(Math.sqrt(Math.PI) / 2);
        return List.of(cotangent.multiply(slope));
    }
}
