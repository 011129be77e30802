package dev.mlxj.bench;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Prints how near the kernels come to what limits them: copying or reading the same bytes, and the
 * products of another library. Each time is the best of several, all in one run.
 *
 * <p>Arguments: lines {@code name threads nanoseconds} with the other library's times.
 */
final class KernelBench {
    private static final double MIB = 4.0 * MemoryBench.ELEMENTS;

    /** Weights of a layer. */
    private static final double LAYER = 2048.0 * 2048;

    /** Nanoseconds by benchmark and number of threads. */
    private final Map<String, Double> times = new HashMap<>();

    private final Map<String, Double> theirs = new HashMap<>();

    public static void main(String[] arguments) throws RunnerException {
        KernelBench bench = new KernelBench();
        for (int i = 0; i + 2 < arguments.length; i += 3) {
            bench.theirs.put(
                    arguments[i] + " " + arguments[i + 1], Double.valueOf(arguments[i + 2]));
        }
        bench.run();
        bench.print();
    }

    private void run() throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include(MemoryBench.class.getName())
                        .include(ProductBench.class.getName())
                        .include(PackedBench.class.getName())
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(1)
                        .jvmArgs(
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "--add-modules",
                                "jdk.incubator.vector")
                        .warmupIterations(10)
                        .warmupTime(TimeValue.milliseconds(400))
                        .measurementIterations(10)
                        .measurementTime(TimeValue.milliseconds(200))
                        .verbosity(VerboseMode.SILENT)
                        .build();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getPrimaryResult().getLabel();
            times.put(
                    name + " " + result.getParams().getParam("threads"),
                    result.getPrimaryResult().getStatistics().getMin());
        }
    }

    private void print() {
        System.out.printf(Locale.ROOT, "%-44s %9s %9s%n", "", "1 thread", "2 threads");
        row("copy of 64 MiB, GB/s read and written", "copy", 2 * MIB);
        row("reading 64 MiB, GB/s", "read", MIB);
        System.out.println("part of the copy's bandwidth");
        ratio("  add", "add", 3 * MIB, "copy", 2 * MIB);
        ratio("  multiply", "multiply", 3 * MIB, "copy", 2 * MIB);
        ratio("  exp", "exp", 2 * MIB, "copy", 2 * MIB);
        ratio("  f32 to bf16", "f32ToBf16", 1.5 * MIB, "copy", 2 * MIB);
        ratio("  f32 to f16", "f32ToF16", 1.5 * MIB, "copy", 2 * MIB);
        ratio("  bf16 to f32", "bf16ToF32", 1.5 * MIB, "copy", 2 * MIB);
        ratio("  f16 to f32", "f16ToF32", 1.5 * MIB, "copy", 2 * MIB);
        System.out.println("part of the reading bandwidth");
        ratio("  sum", "sum", MIB, "read", MIB);
        ratio("  max", "max", MIB, "read", MIB);
        row("1024 x 1024 x 1024, F32, GFLOP/s", "square", 2.0 * 1024 * 1024 * 1024);
        row("128 x 2048 x 2048, BF16 [n, k], GFLOP/s", "layer", 2.0 * 128 * LAYER);
        row("128 x 2048 x 2048, 4 bits, GFLOP/s", "packedLayer", 2.0 * 128 * LAYER);
        row("1 x 2048 x 2048, 4 bits, GFLOP/s", "packedToken", 2.0 * LAYER);
        row("F32 to 4 bits, 10^9 elements a second", "pack", LAYER);
        row("4 bits to F32, 10^9 elements a second", "unpack", LAYER);
        if (theirs.isEmpty()) {
            System.out.println("no numpy to compare with; PYTHON=... names a Python that has it");
            return;
        }
        System.out.println("part of numpy's speed, both in F32");
        for (String name : List.of("square", "layer")) {
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %9.2f %9.2f%n",
                    name.equals("square") ? "  1024 x 1024 x 1024" : "  128 x 2048 x 2048",
                    of(theirs, name + " 1") / of(times, name + " 1"),
                    of(theirs, name + " 2") / of(times, name + " 2"));
        }
    }

    private static double of(Map<String, Double> times, String name) {
        return Objects.requireNonNull(times.get(name), name);
    }

    /** Units a nanosecond. */
    private void row(String title, String name, double units) {
        System.out.printf(
                Locale.ROOT,
                "%-44s %9.1f %9.1f%n",
                title,
                units / of(times, name + " 1"),
                units / of(times, name + " 2"));
    }

    private void ratio(String title, String name, double bytes, String floor, double floorBytes) {
        System.out.printf(
                Locale.ROOT,
                "%-44s %9.2f %9.2f%n",
                title,
                bytes / of(times, name + " 1") / (floorBytes / of(times, floor + " 1")),
                bytes / of(times, name + " 2") / (floorBytes / of(times, floor + " 2")));
    }
}
