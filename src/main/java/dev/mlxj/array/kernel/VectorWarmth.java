package dev.mlxj.array.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether loops on the Vector API are compiled. Before that they are a thousand times slower than
 * plain ones, and compiling takes half a second of a processor; so a program first multiplies
 * plainly, and only when it has done as much as that costs does a thread in the background run the
 * loops until they are fast.
 */
final class VectorWarmth {
    /** The loops in F32. */
    static final VectorWarmth FLOATS = new VectorWarmth(VectorWarmth::runFloats);

    /** The loops in F64. */
    static final VectorWarmth DOUBLES = new VectorWarmth(VectorWarmth::runDoubles);

    /** Depth of the products that warm up. */
    private static final int STEPS = 64;

    private static final int CALLS = 64;

    private static final int ROUNDS = 500;

    /** Less than interpreted loops take for one call, and more than compiled ones. */
    private static final long FAST_NANOS = 20_000;

    /** Multiplications after which compiling pays: half a second of plain loops. */
    private static final long WORTH = 24L << 30;

    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private final AtomicLong work = new AtomicLong();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ready;

    private final Runnable loops;

    private VectorWarmth(Runnable loops) {
        this.loops = loops;
    }

    /**
     * Whether the loops are compiled.
     *
     * @param multiplications of the product that asks
     */
    boolean isReady(long multiplications) {
        if (!ready
                && PRESENT
                && work.addAndGet(multiplications) > WORTH
                && begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("mlxj-warm-up").start(this::warmUp);
        }
        return ready;
    }

    /** Returns when the loops are fast, or are not going to be, as where only C1 compiles. */
    void warmUp() {
        int fast = 0;
        for (int round = 0; fast < 8; round++) {
            if (round == ROUNDS) {
                return;
            }
            long start = System.nanoTime();
            loops.run();
            fast = System.nanoTime() - start < CALLS * FAST_NANOS ? fast + 1 : 0;
        }
        ready = true;
    }

    /** Runs the loops on data of no meaning. */
    private static void runFloats() {
        float[] a = new float[FloatVectors.ROWS * GemmKernel.DEPTH];
        float[] b = new float[2 * FloatVectors.LANES * STEPS];
        float[] c = new float[2 * FloatVectors.LANES * FloatVectors.ROWS];
        for (int i = 0; i < CALLS; i++) {
            FloatVectors.multiply(a, 0, b, 0, STEPS, c, 0, 2 * FloatVectors.LANES);
            FloatVectors.multiplyNarrow(a, 0, b, 0, STEPS, c, 0, FloatVectors.LANES);
        }
    }

    private static void runDoubles() {
        double[] a = new double[DoubleVectors.ROWS * GemmKernel.DEPTH];
        double[] b = new double[2 * DoubleVectors.LANES * STEPS];
        double[] c = new double[2 * DoubleVectors.LANES * DoubleVectors.ROWS];
        for (int i = 0; i < CALLS; i++) {
            DoubleVectors.multiply(a, 0, b, 0, STEPS, c, 0, 2 * DoubleVectors.LANES);
        }
    }
}
