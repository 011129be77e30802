package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Bits of products, for a test that runs it on vectors of any width. */
public final class DigestOfProducts {
    private DigestOfProducts() {}

    /** The hash of products of many shapes, on both kernels, in F32 and in F64. */
    public static int digest() {
        int hash = 0;
        for (GemmKernel kernel : new GemmKernel[] {new PlainGemm(), new VectorGemm()}) {
            for (int n : new int[] {1, 15, 16, 17, 33}) {
                float[] out = new float[21 * n];
                Matrix a = Matrix.rows(DType.F32, random(21 * 70), 0, 70);
                Matrix b = Matrix.rows(DType.F32, random(70 * n), 0, n);
                Matrix c = Matrix.rows(DType.F32, MemorySegment.ofArray(out), 0, n);
                kernel.floats(
                        new Product<>(1, 21, n, 70, i -> a.operand(), i -> b.operand(), i -> c));
                hash = 31 * hash + hash(MemorySegment.ofArray(out));
                double[] wide = new double[21 * n];
                Matrix d = Matrix.rows(DType.F64, random(21 * 140), 0, 70);
                Matrix e = Matrix.rows(DType.F64, random(140 * n), 0, n);
                Matrix f = Matrix.rows(DType.F64, MemorySegment.ofArray(wide), 0, n);
                kernel.doubles(new Product<>(1, 21, n, 70, i -> d, i -> e, i -> f));
                hash = 31 * hash + hash(MemorySegment.ofArray(wide));
            }
        }
        return hash;
    }

    private static int hash(MemorySegment bytes) {
        int hash = 1;
        for (long at = 0; at < bytes.byteSize(); at++) {
            hash = 31 * hash + bytes.get(Layouts.U8, at);
        }
        return hash;
    }

    /** Numbers that are also some in F64, two for one. */
    private static MemorySegment random(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] numbers = new float[n];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        return MemorySegment.ofArray(numbers);
    }
}
