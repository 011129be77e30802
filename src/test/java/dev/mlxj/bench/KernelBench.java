package dev.mlxj.bench;

import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Gemm;
import dev.mlxj.array.kernel.Matrix;
import dev.mlxj.array.kernel.StatisticsKernel;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Casts and statistics against copying the same bytes, and matrix products in GFLOP/s, each on one
 * thread. Casts go as a command does them: from memory that is read once, by pieces of 256 KiB,
 * into a buffer that is used again. Figures are the best of many runs.
 */
final class KernelBench {
    private static final int RUNS = 15;
    private static final int ELEMENTS = 16 << 20;
    private static final int PIECE = 64 << 10;

    private final MemorySegment in;
    private final MemorySegment out;

    private KernelBench(Arena arena) {
        in = arena.allocate(8L * ELEMENTS, 64);
        out = arena.allocate(8L * ELEMENTS, 64);
    }

    public static void main(String[] arguments) {
        Threads.set(1);
        try (Arena arena = Arena.ofConfined()) {
            KernelBench bench = new KernelBench(arena);
            System.out.printf(
                    Locale.ROOT,
                    "cast, ns an element: plain, counting losses, memcpy of the bytes;"
                            + " memcpy/plain%n");
            DType[][] pairs = {
                {DType.F32, DType.F16}, {DType.F32, DType.BF16}, {DType.F16, DType.F32},
                {DType.BF16, DType.F32}, {DType.F16, DType.BF16}, {DType.BF16, DType.F16},
                {DType.F64, DType.F32}, {DType.F32, DType.F8_E4M3}, {DType.F8_E4M3, DType.F32},
                {DType.F32, DType.I8}, {DType.I64, DType.I32},
            };
            for (DType[] pair : pairs) {
                bench.cast(pair[0], pair[1]);
            }
            System.out.printf(
                    Locale.ROOT, "statistics, ns an element: plain, memcpy of the bytes%n");
            bench.statistics(DType.F32);
            bench.statistics(DType.BF16);
            System.out.printf(Locale.ROOT, "products, GFLOP/s%n");
            bench.product(1024, 1024, 1024, DType.F32, false);
            bench.product(1024, 1024, 1024, DType.BF16, true);
            bench.product(128, 2048, 2048, DType.BF16, true);
            bench.product(128, 1536, 384, DType.F32, true);
            bench.product(1, 2048, 2048, DType.BF16, true);
        }
    }

    /** Numbers as weights have them: normal, of deviation 0.02. */
    private void fill(DType dtype) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            values[i] = (float) (0.02 * radius * Math.cos(2 * Math.PI * random.nextDouble()));
        }
        MemorySegment some = MemorySegment.ofArray(new byte[Math.toIntExact(dtype.byteSize(4096))]);
        Cast.cast(DType.F32, MemorySegment.ofArray(values), dtype, some, 4096);
        for (long at = 0; at < dtype.byteSize(ELEMENTS); at += some.byteSize()) {
            MemorySegment.copy(some, 0, in, at, some.byteSize());
        }
    }

    private void cast(DType from, DType to) {
        fill(from);
        long bytes = (from.byteSize(ELEMENTS) + to.byteSize(ELEMENTS)) / 2;
        double plain = Double.MAX_VALUE;
        double counting = Double.MAX_VALUE;
        double copy = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            plain = Math.min(plain, time(() -> cast(Cast.of(from, to), from, to)));
            counting = Math.min(counting, time(() -> cast(Cast.of(from, to).counting(), from, to)));
            copy = Math.min(copy, time(() -> MemorySegment.copy(in, 0, out, 0, bytes)));
        }
        System.out.printf(
                Locale.ROOT,
                "  %-4s to %-8s %6.3f %6.3f %6.3f  %5.2f%n",
                from,
                to,
                plain / ELEMENTS,
                counting / ELEMENTS,
                copy / ELEMENTS,
                copy / plain);
    }

    private void cast(Cast cast, DType from, DType to) {
        MemorySegment piece = out.asSlice(0, to.byteSize(PIECE));
        for (long first = 0; first < ELEMENTS; first += PIECE) {
            cast.run(in.asSlice(from.byteSize(first), from.byteSize(PIECE)), piece, PIECE);
        }
    }

    private void statistics(DType dtype) {
        fill(dtype);
        long bytes = dtype.byteSize(ELEMENTS);
        StatisticsKernel kernel = new StatisticsKernel();
        double plain = Double.MAX_VALUE;
        double copy = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            kernel.begin();
            plain = Math.min(plain, time(() -> kernel.add(dtype, in.asSlice(0, bytes))));
            copy = Math.min(copy, time(() -> MemorySegment.copy(in, 0, out, 0, bytes)));
        }
        System.out.printf(
                Locale.ROOT, "  %-4s %6.3f %6.3f%n", dtype, plain / ELEMENTS, copy / ELEMENTS);
    }

    /**
     * {@code [m, k]} of F32 with weights that lie as {@code [k, n]} or, transposed, {@code [n, k]}.
     */
    private void product(int m, int n, int k, DType weights, boolean transposed) {
        fill(weights);
        Matrix a = Matrix.rows(DType.F32, out, 0, k);
        Matrix lines = Matrix.rows(weights, in, 0, transposed ? k : n);
        Matrix b = transposed ? lines.transposed() : lines;
        Matrix c = Matrix.rows(DType.F32, out, (long) m * k, n);
        double best = Double.MAX_VALUE;
        for (int run = 0; run < 4 * RUNS; run++) {
            best = Math.min(best, time(() -> Gemm.multiply(m, n, k, a, b, c)));
        }
        String order = transposed ? " transposed" : "";
        System.out.printf(
                Locale.ROOT,
                "  %d x %d x %d, %s%s: %.1f%n",
                m,
                n,
                k,
                weights,
                order,
                2.0 * m * n * k / best);
    }

    private static double time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
