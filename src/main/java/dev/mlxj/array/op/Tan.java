package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The tangent; integers become F32. Matches {@code mlx.core.tan}. */
public record Tan() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Tan(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.tan(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.tan(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.tan();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out.square().add(1)));
    }
}
