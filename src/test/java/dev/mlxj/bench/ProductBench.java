package dev.mlxj.bench;

import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Gemm;
import dev.mlxj.array.kernel.Matrix;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Products of matrices in F32; weights lie outside the heap, as mapped ones do. */
@State(Scope.Benchmark)
public class ProductBench {
    /** Threads that share the work. */
    @Param({"1", "2"})
    public int threads;

    private final float[] numbers = new float[2048 * 2048];
    private final MemorySegment floats = MemorySegment.ofArray(numbers);
    private final MemorySegment weights = Arena.ofAuto().allocate(2L * numbers.length, 64);
    private final MemorySegment out = MemorySegment.ofArray(new float[1024 * 1024]);

    /** Numbers between -1 and 1. */
    @Setup
    public void fill() {
        Threads.set(threads);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        Cast.cast(DType.F32, floats, DType.BF16, weights, numbers.length);
    }

    /** 1024 by 1024, twice. */
    @Benchmark
    public void square() {
        Matrix a = Matrix.rows(DType.F32, floats, 0, 1024);
        Matrix b = Matrix.rows(DType.F32, floats, 1024 * 1024, 1024);
        Gemm.multiply(1024, 1024, 1024, a, b, Matrix.rows(DType.F32, out, 0, 1024));
    }

    /** 128 tokens through a layer of 2048 by 2048 whose weights are BF16, {@code [n, k]}. */
    @Benchmark
    public void layer() {
        Matrix x = Matrix.rows(DType.F32, floats, 0, 2048);
        Matrix w = Matrix.rows(DType.BF16, weights, 0, 2048).transposed();
        Gemm.multiply(128, 2048, 2048, x, w, Matrix.rows(DType.F32, out, 0, 2048));
    }
}
