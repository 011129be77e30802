package dev.mlxj.bench;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.QuantizedGemm;
import dev.mlxj.array.kernel.QuantizedMatrix;
import dev.mlxj.array.kernel.Quantizer;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A matrix of 2048 by 2048, packed to 4 bits an element in groups of 64. */
@State(Scope.Benchmark)
public class PackedBench {
    private static final int SIDE = 2048;
    private static final Quantization HOW = Quantization.affine(64, 4);

    /** Threads that share the work. */
    @Param({"1", "2"})
    public int threads;

    private final float[] numbers = new float[SIDE * SIDE];
    private final MemorySegment floats = MemorySegment.ofArray(numbers);
    private final MemorySegment words = MemorySegment.ofArray(new int[SIDE * SIDE / 8]);
    private final Tensor scales = Array.zeros(SIDE, SIDE / 64).tensor();
    private final Tensor biases = Array.zeros(SIDE, SIDE / 64).tensor();
    private final MemorySegment out = MemorySegment.ofArray(numbers.clone());

    /** Numbers between -1 and 1. */
    @Setup
    public void fill() {
        Threads.set(threads);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        pack();
    }

    /** Codes, scales and biases of F32. */
    @Benchmark
    public void pack() {
        Quantizer quantizer = new Quantizer(HOW, DType.F32, 1);
        quantizer.run(Quantizer.Part.CODES, floats, numbers.length, words);
        quantizer.run(Quantizer.Part.SCALES, floats, numbers.length, scales.bytes());
        quantizer.run(Quantizer.Part.BIASES, floats, numbers.length, biases.bytes());
    }

    /** Back to F32. */
    @Benchmark
    public void unpack() {
        matrix().decode(DType.F32, out);
    }

    /** One token through a layer. */
    @Benchmark
    public void packedToken() {
        layer(1);
    }

    /** 128 tokens through a layer. */
    @Benchmark
    public void packedLayer() {
        layer(128);
    }

    private QuantizedMatrix matrix() {
        return new QuantizedMatrix(HOW, SIDE, words, scales, biases, 1);
    }

    private void layer(int rows) {
        new QuantizedGemm(matrix(), true, rows, SIDE, SIDE, DType.F32)
                .multiply(1, floats, i -> i, i -> i, out);
    }
}
