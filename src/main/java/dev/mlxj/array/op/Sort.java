package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.Arrays;
import java.util.List;

/**
 * The elements in ascending order along an axis, NaN last; complex numbers by the real part first.
 * Matches {@code mlx.core.sort}.
 */
public record Sort() implements Rows.OnIntegers, Rows.OnComplex {
    /** Along an axis. */
    public static Array of(Array x, int axis) {
        return Rows.along(new Sort(), x, axis);
    }

    @Override
    public void apply(float[] row, int n) {
        Arrays.sort(row, 0, n);
    }

    @Override
    public void apply(double[] row, int n) {
        Arrays.sort(row, 0, n);
    }

    @Override
    public void apply(long[] row, int n, DType dtype) {
        long flip = dtype == DType.U64 ? Long.MIN_VALUE : 0;
        for (int i = 0; i < n; i++) {
            row[i] ^= flip;
        }
        Arrays.sort(row, 0, n);
        for (int i = 0; i < n; i++) {
            row[i] ^= flip;
        }
    }

    @Override
    public void applyComplex(float[] row, int n) {
        Complex[] numbers = new Complex[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = Complex.at(row, i);
        }
        Arrays.sort(numbers, Complex::compare);
        for (int i = 0; i < n; i++) {
            numbers[i].put(row, i);
        }
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        Array order = ArgSort.of(in.getFirst(), -1);
        Array zeros = Array.zeros(cotangent.dtype(), cotangent.shape().toArray());
        return List.of(zeros.scatterAddAlongAxis(order, cotangent, -1));
    }
}
