package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.FloatFunctions;

import java.util.List;

/** The hyperbolic tangent; integers become F32. Matches {@code mlx.core.tanh}. */
public record Tanh() implements Unary.OnComplex {
    public static Array of(Array x) {
        return Unary.inexact(new Tanh(), x);
    }

    @Override
    public void apply(float[] x, int n) {
        FloatFunctions.ofThread().tanh(x, n);
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.tanh(x[i]);
        }
    }

    @Override
    public void applyComplex(float[] x, int n) {
        for (int i = 0; i < 2 * n; i += 2) {
            double re = 2.0 * x[i];
            double im = 2.0 * x[i + 1];
            if (Math.abs(re) > 40) {
                x[i] = Math.signum(x[i]);
                x[i + 1] = 0;
            } else {
                double size = Math.cosh(re) + Math.cos(im);
                x[i] = (float) (Math.sinh(re) / size);
                x[i + 1] = (float) (Math.sin(im) / size);
            }
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(cotangent.multiply(Array.subtract(1, out.square())));
    }
}
