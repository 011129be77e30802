package dev.mlxj.array.random;

import static dev.mlxj.array.kernel.Layouts.U32_LE;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The keys that are drawn where none is given. Every thread has a sequence of its own, as in MLX,
 * so what a seeded thread draws does not depend on what others do meanwhile. A thread that has not
 * been seeded begins anywhere.
 */
final class KeySequence {
    private static final ThreadLocal<KeySequence> OF_THREAD =
            ThreadLocal.withInitial(() -> new KeySequence(ThreadLocalRandom.current().nextLong()));

    /** The first number of the key in the high half, the second in the low half. */
    private long state;

    private KeySequence(long state) {
        this.state = state;
    }

    /** The sequence of the calling thread. */
    static KeySequence current() {
        return OF_THREAD.get();
    }

    void begin(long seed) {
        state = seed;
    }

    /** Splits the state in two: the first key is the new state, the second is drawn. */
    Array next() {
        int high = (int) (state >>> 32);
        int low = (int) state;
        long first = Threefry.hash(high, low, 0, 2);
        long second = Threefry.hash(high, low, 1, 3);
        state = (first & 0xFFFF_FFFF_0000_0000L) | (second >>> 32);
        return key((first << 32) | (second & 0xFFFF_FFFFL));
    }

    Array state() {
        return key(state);
    }

    void resume(Array key) {
        Tensor numbers = RandomBits.checkedKey(key).tensor();
        long high = numbers.bytes().get(U32_LE, 0);
        int low = numbers.bytes().get(U32_LE, 4);
        state = (high << 32) | Integer.toUnsignedLong(low);
    }

    /** A key with these numbers: U32 {@code [2]}. */
    static Array key(long numbers) {
        Tensor tensor = Memory.allocate(DType.U32, Shape.of(2));
        tensor.bytes().set(U32_LE, 0, (int) (numbers >>> 32));
        tensor.bytes().set(U32_LE, 4, (int) numbers);
        return Array.of(tensor);
    }
}
