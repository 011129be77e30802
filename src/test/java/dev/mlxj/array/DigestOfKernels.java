package dev.mlxj.array;

import dev.mlxj.array.kernel.DigestOfProducts;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prints a hash over the bits of many results: a program of its own, so that a test can run it on
 * vectors of any width. Each is computed often enough that the loops are compiled.
 */
final class DigestOfKernels {
    private static final int[] LENGTHS = {1, 15, 16, 17, 2047, 2048, 2049};
    private static final int ROUNDS = 20;

    private DigestOfKernels() {}

    public static void main(String[] args) {
        StringBuilder digests = new StringBuilder();
        for (int threads : new int[] {1, 2, 5}) {
            Threads.set(threads);
            digests.append(' ').append(Integer.toHexString(digest()));
        }
        System.out.println(digests.toString().strip());
    }

    private static int digest() {
        int hash = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int n : LENGTHS) {
                for (Array result : results(n)) {
                    hash = 31 * hash + hash(result.tensor().bytes());
                }
            }
            hash = 31 * hash + DigestOfProducts.digest();
        }
        return hash;
    }

    private static List<Array> results(int n) {
        Array x = random(3, n);
        Array y = random(3, n);
        Array positive = x.square();
        List<Array> results = new ArrayList<>();
        results.add(x.add(y));
        results.add(x.multiply(y).subtract(x.divide(y)));
        results.add(x.exp());
        results.add(positive.log());
        results.add(x.tanh());
        results.add(x.sigmoid());
        results.add(x.erf());
        results.add(positive.sqrt());
        results.add(x.maximum(y).abs().round());
        results.add(x.sum());
        results.add(x.sum(0));
        results.add(x.sum(1));
        results.add(x.max(1));
        results.add(x.mean(1));
        results.add(x.astype(DType.BF16));
        results.add(x.astype(DType.F16));
        results.add(x.astype(DType.F8_E4M3));
        results.add(x.astype(DType.BF16).add(y.astype(DType.BF16)).sum(1));
        results.add(x.astype(DType.F64).sum(1));
        results.add(x.softmax(-1));
        results.add(x.logsumexp(-1));
        results.add(Fast.rmsNorm(x, null, 1e-5));
        results.add(Fast.layerNorm(x, y.slice(0, 0, 1).flatten(), null, 1e-5));
        return results;
    }

    private static int hash(MemorySegment bytes) {
        int hash = 1;
        for (long at = 0; at < bytes.byteSize(); at++) {
            hash = 31 * hash + bytes.get(ValueLayout.JAVA_BYTE, at);
        }
        return hash;
    }

    private static Array random(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(columns);
        float[] numbers = new float[rows * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        return Array.of(
                new Tensor(DType.F32, Shape.of(rows, columns), MemorySegment.ofArray(numbers)));
    }
}
