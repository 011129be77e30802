package dev.mlxj.array;

import dev.mlxj.array.op.Add;
import dev.mlxj.array.op.ArcTan2;
import dev.mlxj.array.op.Divide;
import dev.mlxj.array.op.FloorDivide;
import dev.mlxj.array.op.LogAddExp;
import dev.mlxj.array.op.Maximum;
import dev.mlxj.array.op.Minimum;
import dev.mlxj.array.op.Multiply;
import dev.mlxj.array.op.Power;
import dev.mlxj.array.op.Remainder;
import dev.mlxj.array.op.Subtract;

import java.util.List;

/** Operations of two arrays, or of an array and a {@link Weak weak} number, element by element. */
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

    /** {@link Subtract}. */
    default Array subtract(Array other) {
        return Subtract.of(array(), other);
    }

    default Array subtract(double number) {
        return subtract(Weak.of(array(), number));
    }

    default Array subtract(long number) {
        return subtract(Weak.of(array(), number));
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

    /** {@link Divide}. */
    default Array divide(Array other) {
        return Divide.of(array(), other);
    }

    default Array divide(double number) {
        return divide(Weak.of(array(), number));
    }

    default Array divide(long number) {
        return divide(Weak.of(array(), number));
    }

    /** {@link FloorDivide}. */
    default Array floorDivide(Array other) {
        return FloorDivide.of(array(), other);
    }

    default Array floorDivide(double number) {
        return floorDivide(Weak.of(array(), number));
    }

    default Array floorDivide(long number) {
        return floorDivide(Weak.of(array(), number));
    }

    /** {@link Remainder}. */
    default Array remainder(Array other) {
        return Remainder.of(array(), other);
    }

    default Array remainder(double number) {
        return remainder(Weak.of(array(), number));
    }

    default Array remainder(long number) {
        return remainder(Weak.of(array(), number));
    }

    /** {@link Power}. */
    default Array power(Array other) {
        return Power.of(array(), other);
    }

    default Array power(double number) {
        return power(Weak.of(array(), number));
    }

    default Array power(long number) {
        return power(Weak.of(array(), number));
    }

    /** {@link Power}: {@link #power(Array)}. */
    default Array pow(Array other) {
        return power(other);
    }

    default Array pow(double number) {
        return power(number);
    }

    default Array pow(long number) {
        return power(number);
    }

    /** {@link Maximum}. */
    default Array maximum(Array other) {
        return Maximum.of(array(), other);
    }

    default Array maximum(double number) {
        return maximum(Weak.of(array(), number));
    }

    default Array maximum(long number) {
        return maximum(Weak.of(array(), number));
    }

    /** {@link Minimum}. */
    default Array minimum(Array other) {
        return Minimum.of(array(), other);
    }

    default Array minimum(double number) {
        return minimum(Weak.of(array(), number));
    }

    default Array minimum(long number) {
        return minimum(Weak.of(array(), number));
    }

    /** {@link LogAddExp}. */
    default Array logaddexp(Array other) {
        return LogAddExp.of(array(), other);
    }

    /** {@link ArcTan2}. */
    default Array arctan2(Array other) {
        return ArcTan2.of(array(), other);
    }

    /** {@link ArcTan2}: {@link #arctan2}. */
    default Array atan2(Array other) {
        return arctan2(other);
    }

    /** The quotient of {@link FloorDivide} and what {@link Remainder} leaves. */
    default List<Array> divmod(Array other) {
        return List.of(floorDivide(other), remainder(other));
    }
}
