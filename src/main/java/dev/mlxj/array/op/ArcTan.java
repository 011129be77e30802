package dev.mlxj.array.op;

import dev.mlxj.array.Array;

import java.util.List;

/** The inverse tangent; integers become F32. Matches {@code mlx.core.arctan}. */
public record ArcTan() implements Unary.ByComplex {
    public static Array of(Array x) {
        return Unary.inexact(new ArcTan(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.atan(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.atan(x[i]);
        }
    }

    @Override
    public Complex apply(Complex z) {
        return z.arctan();
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array x = in.getFirst();
        return List.of(cotangent.divide(x.square().add(1)));
    }
}
