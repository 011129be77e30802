package dev.mlxj.array;

import dev.mlxj.array.op.Add;
import dev.mlxj.array.op.Multiply;

/** Operations of two arrays, or an array and a weak number, element by element. */
public sealed interface Arithmetic extends Operand permits Array {
    /** {@link Add}. */
    default Array add(Array other) {
        return Add.of(array(), other);
    }

    default Array add(double number) {
        return add(Weak.of(array(), number));
    }

    default Array add(long number) {
        return add(Weak.of(array(), number));
    }

    /** {@link Multiply}. */
    default Array multiply(Array other) {
        return Multiply.of(array(), other);
    }

    default Array multiply(double number) {
        return multiply(Weak.of(array(), number));
    }

    default Array multiply(long number) {
        return multiply(Weak.of(array(), number));
    }
}
