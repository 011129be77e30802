package dev.mlxj.array;

import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.op.BroadcastTo;
import dev.mlxj.array.op.Taper;
import dev.mlxj.array.op.Triangle;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/**
 * How arrays are made from plain numbers: functions that are called on {@link Array}, as {@code
 * Array.zeros(2, 3)}. What is filled with one number takes the memory of one element until it is
 * needed.
 */
public abstract sealed class Creation permits Functions {
    Creation() {}

    /** A vector of F32. */
    public static Array of(float... numbers) {
        Tensor tensor = Memory.allocate(DType.F32, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.F32_LE, 0, numbers.length);
        return Array.of(tensor);
    }

    /** A vector of I32. */
    public static Array of(int... numbers) {
        Tensor tensor = Memory.allocate(DType.I32, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.U32_LE, 0, numbers.length);
        return Array.of(tensor);
    }

    /** A vector of I64. */
    public static Array of(long... numbers) {
        Tensor tensor = Memory.allocate(DType.I64, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.U64_LE, 0, numbers.length);
        return Array.of(tensor);
    }

    /** A vector of bool. */
    public static Array of(boolean... values) {
        Tensor tensor = Memory.allocate(DType.BOOL, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            tensor.bytes().set(Layouts.U8, i, (byte) (values[i] ? 1 : 0));
        }
        return Array.of(tensor);
    }

    /** An array from nested lists of numbers and booleans, in the dtype that holds them all. */
    public static Array ofNested(Object nested) {
        return Literal.of(nested, null);
    }

    /** An array from nested lists of numbers and booleans, in this dtype. */
    public static Array ofNested(Object nested, DType dtype) {
        return Literal.of(nested, dtype);
    }

    /** A vector of F64. */
    public static Array ofDoubles(double... numbers) {
        Tensor tensor = Memory.allocate(DType.F64, Shape.of(numbers.length));
        MemorySegment.copy(numbers, 0, tensor.bytes(), Layouts.F64_LE, 0, numbers.length);
        return Array.of(tensor);
    }

    /** A real number as an array of no axes, of F32. */
    public static Array scalar(double number) {
        return Makers.full(DType.F32, number);
    }

    /** An integer as an array of no axes, of I32 if it fits, of I64 elsewhere. */
    public static Array scalar(long number) {
        return Makers.full(number == (int) number ? DType.I32 : DType.I64, number);
    }

    /** A truth value as an array of no axes. */
    public static Array scalar(boolean value) {
        return Makers.full(DType.BOOL, value ? 1L : 0L);
    }

    /** An array filled with a number. */
    public static Array full(DType dtype, double number, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, number), Shape.of(extents));
    }

    /** An array filled with an integer. */
    public static Array full(DType dtype, long number, long... extents) {
        return BroadcastTo.of(Makers.full(dtype, number), Shape.of(extents));
    }

    /** An array filled with values, broadcast to its shape, in their dtype. */
    public static Array full(Array values, long... extents) {
        return BroadcastTo.of(values, Shape.of(extents));
    }

    /** An array of the shape and dtype of another, filled with values that are cast to it. */
    public static Array fullLike(Array like, Array values) {
        return BroadcastTo.of(values.astype(like.dtype()), like.shape());
    }

    /** An array of the shape and dtype of another, filled with a number. */
    public static Array fullLike(Array like, double number) {
        return full(like.dtype(), number, like.shape().toArray());
    }

    /** An array of the shape and dtype of another, filled with an integer. */
    public static Array fullLike(Array like, long number) {
        return full(like.dtype(), number, like.shape().toArray());
    }

    /** Zeros of F32. */
    public static Array zeros(long... extents) {
        return zeros(DType.F32, extents);
    }

    public static Array zeros(DType dtype, long... extents) {
        return full(dtype, 0L, extents);
    }

    /** Zeros in the shape and dtype of another array. */
    public static Array zerosLike(Array like) {
        return fullLike(like, 0L);
    }

    /** Ones of F32. */
    public static Array ones(long... extents) {
        return ones(DType.F32, extents);
    }

    public static Array ones(DType dtype, long... extents) {
        return full(dtype, 1L, extents);
    }

    /** Ones in the shape and dtype of another array. */
    public static Array onesLike(Array like) {
        return fullLike(like, 1L);
    }

    /** {@link #zeros(long...)}: as in MLX, memory is never left as it was found. */
    public static Array empty(long... extents) {
        return zeros(extents);
    }

    /** {@link #zeros(DType, long...)}. */
    public static Array empty(DType dtype, long... extents) {
        return zeros(dtype, extents);
    }

    /** {@link #zerosLike}. */
    public static Array emptyLike(Array like) {
        return zerosLike(like);
    }

    /** A complex number as an array of no axes, of C64. */
    public static Array complex(double re, double im) {
        return Makers.complex(re, im);
    }

    /** The integers from 0 to {@code n}, exclusive. */
    public static Array arange(DType dtype, long n) {
        return Makers.sequence(dtype, 0, 1, n);
    }

    /** The integers from 0 to {@code stop}, exclusive, as I32. */
    public static Array arange(int stop) {
        return arange(0, stop, 1);
    }

    /** The integers from {@code start} on before {@code stop}, in steps, as I32. */
    public static Array arange(int start, int stop, int step) {
        return Makers.arange(DType.I32, start, stop, step);
    }

    /** The numbers from {@code start} on before {@code stop}, in steps, as F32. */
    public static Array arange(double start, double stop, double step) {
        return Makers.arange(DType.F32, start, stop, step);
    }

    /** The numbers from {@code start} on before {@code stop}, in steps. */
    public static Array arange(DType dtype, double start, double stop, double step) {
        return Makers.arange(dtype, start, stop, step);
    }

    /**
     * {@code n} numbers of F32 at equal distances, from {@code start} to {@code stop} inclusive.
     */
    public static Array linspace(double start, double stop, int n) {
        return Makers.sequence(DType.F32, start, n == 1 ? 0 : (stop - start) / (n - 1), n);
    }

    /**
     * {@code n} numbers of F32 at equal distances, the first of them {@code start}, before stop.
     */
    public static Array linspaceBefore(double start, double stop, int n) {
        return Makers.sequence(DType.F32, start, (stop - start) / n, n);
    }

    /** The square matrix of F32 with ones on its diagonal. */
    public static Array eye(long n) {
        return eye(n, n, 0);
    }

    /** {@link Triangle#eye} of F32: ones on the k-th diagonal. */
    public static Array eye(long rows, long columns, int k) {
        return eye(DType.F32, rows, columns, k);
    }

    /** {@link Triangle#eye}: ones on the k-th diagonal. */
    public static Array eye(DType dtype, long rows, long columns, int k) {
        return Triangle.eye(dtype, rows, columns, k);
    }

    /** The square matrix of F32 with ones on its diagonal. */
    public static Array identity(long n) {
        return eye(n);
    }

    /** The square matrix with ones on its diagonal. */
    public static Array identity(DType dtype, long n) {
        return eye(dtype, n, n, 0);
    }

    /** {@link Triangle#ones} of F32: ones on the k-th diagonal and below. */
    public static Array tri(long rows, long columns, int k) {
        return tri(DType.F32, rows, columns, k);
    }

    /** {@link Triangle#ones}: ones on the k-th diagonal and below. */
    public static Array tri(DType dtype, long rows, long columns, int k) {
        return Triangle.ones(dtype, rows, columns, k);
    }

    /** {@link Taper#hanning}. */
    public static Array hanning(int n) {
        return Taper.hanning(n);
    }

    /** {@link Taper#hamming}. */
    public static Array hamming(int n) {
        return Taper.hamming(n);
    }

    /** {@link Taper#blackman}. */
    public static Array blackman(int n) {
        return Taper.blackman(n);
    }

    /** {@link Taper#bartlett}. */
    public static Array bartlett(int n) {
        return Taper.bartlett(n);
    }
}
