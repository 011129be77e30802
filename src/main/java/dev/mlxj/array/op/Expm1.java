package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** {@code e^x - 1}, accurate near 0; integers become F32. Matches {@code mlx.core.expm1}. */
public record Expm1() implements Unary {
    public static Array of(Array x) {
        return Unary.inexact(new Expm1(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.expm1(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.expm1(x[i]);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(out.add(1)));
    }
}
