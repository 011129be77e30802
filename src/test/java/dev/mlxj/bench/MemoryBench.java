package dev.mlxj.bench;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Work that memory limits, on 16 Mi elements, and what limits it: copying, and reading. Casts go as
 * a command does them, piece by piece between buffers; the others as a program has them, into a new
 * array.
 */
@State(Scope.Benchmark)
public class MemoryBench {
    static final int ELEMENTS = 16 << 20;
    private static final int PIECE = 64 << 10;

    /** Threads that share the work. */
    @Param({"1", "2"})
    public int threads;

    private final long[] words = new long[ELEMENTS / 2];
    private final MemorySegment floats = MemorySegment.ofArray(words);
    private final MemorySegment f16 = MemorySegment.ofArray(new short[ELEMENTS]);
    private final MemorySegment bf16 = MemorySegment.ofArray(new short[ELEMENTS]);
    private final MemorySegment out = MemorySegment.ofArray(new long[ELEMENTS / 2]);
    private Array x = Array.scalar(0);
    private Array y = x;

    /** Numbers as weights have them: normal, of deviation 0.02. */
    @Setup
    public void fill() {
        Threads.set(threads);
        SplittableRandom random = new SplittableRandom(1);
        float[] some = new float[4096];
        for (int i = 0; i < some.length; i++) {
            some[i] = (float) (0.02 * random.nextGaussian());
        }
        MemorySegment piece = MemorySegment.ofArray(some);
        for (long at = 0; at < floats.byteSize(); at += piece.byteSize()) {
            MemorySegment.copy(piece, 0, floats, at, piece.byteSize());
        }
        Cast.cast(DType.F32, floats, DType.F16, f16, ELEMENTS);
        Cast.cast(DType.F32, floats, DType.BF16, bf16, ELEMENTS);
        x = Array.of(new Tensor(DType.F32, Shape.of(ELEMENTS), floats));
        y = Array.of(new Tensor(DType.F32, Shape.of(ELEMENTS), floats));
    }

    @Benchmark
    public void copy() {
        Blocks.run(
                ELEMENTS,
                PIECE,
                (first, n) -> MemorySegment.copy(floats, 4 * first, out, 4 * first, 4L * n));
    }

    @Benchmark
    public long read() {
        return Blocks.reduce(words.length, PIECE, 0L, () -> this::or, (a, b) -> a | b);
    }

    private long or(long first, int n) {
        long all = 0;
        for (int i = (int) first; i < (int) first + n; i++) {
            all |= words[i];
        }
        return all;
    }

    @Benchmark
    public Tensor add() {
        return x.add(y).tensor();
    }

    @Benchmark
    public Tensor multiply() {
        return x.multiply(y).tensor();
    }

    @Benchmark
    public Tensor exp() {
        return x.exp().tensor();
    }

    @Benchmark
    public Tensor sum() {
        return x.sum().tensor();
    }

    @Benchmark
    public Tensor max() {
        return x.max().tensor();
    }

    @Benchmark
    public void f32ToBf16() {
        cast(DType.F32, floats, DType.BF16);
    }

    @Benchmark
    public void f32ToF16() {
        cast(DType.F32, floats, DType.F16);
    }

    @Benchmark
    public void bf16ToF32() {
        cast(DType.BF16, bf16, DType.F32);
    }

    @Benchmark
    public void f16ToF32() {
        cast(DType.F16, f16, DType.F32);
    }

    private void cast(DType from, MemorySegment in, DType to) {
        Blocks.runWith(
                ELEMENTS,
                PIECE,
                () -> {
                    Cast cast = Cast.of(from, to);
                    return (first, n) ->
                            cast.run(
                                    in.asSlice(from.byteSize(first), from.byteSize(n)),
                                    out.asSlice(to.byteSize(first), to.byteSize(n)),
                                    n);
                });
    }
}
