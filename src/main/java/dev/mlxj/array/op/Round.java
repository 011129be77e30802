package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * The nearest integer, ties to even; integers and bool stay; of complex numbers both parts. Matches
 * {@code mlx.core.round}.
 */
public record Round() implements Unary.OnIntegers, Unary.ByComplex {
    public static Array of(Array x) {
        return Array.of(new Round(), x);
    }

    /** Rounded to so many decimals, before the point if negative. */
    public static Array of(Array x, int decimals) {
        if (decimals == 0 || (decimals > 0 && !x.dtype().isInexact())) {
            return of(x);
        }
        double scale = Math.pow(10, decimals);
        Array rounded = of(x.multiply(scale)).multiply(1 / scale);
        return rounded.astype(x.dtype());
    }

    @Override
    public void apply(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.rint(x[i]);
        }
    }

    @Override
    public void apply(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.rint(x[i]);
        }
    }

    @Override
    public void apply(long[] x, int n, DType dtype) {
        // Integers are round.
    }

    @Override
    public Complex apply(Complex z) {
        return new Complex(Math.rint(z.re()), Math.rint(z.im()));
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of();
    }
}
