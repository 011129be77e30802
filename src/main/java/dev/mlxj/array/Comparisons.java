package dev.mlxj.array;

import dev.mlxj.array.op.BitwiseAnd;
import dev.mlxj.array.op.BitwiseInvert;
import dev.mlxj.array.op.BitwiseOr;
import dev.mlxj.array.op.BitwiseXor;
import dev.mlxj.array.op.Equal;
import dev.mlxj.array.op.LeftShift;
import dev.mlxj.array.op.Less;
import dev.mlxj.array.op.LessEqual;
import dev.mlxj.array.op.LogicalAnd;
import dev.mlxj.array.op.LogicalOr;
import dev.mlxj.array.op.NotEqual;
import dev.mlxj.array.op.RightShift;
import dev.mlxj.tensor.DType;

/**
 * Comparisons, logic and bits, element by element: the results are bool, but of bitwise operations.
 */
public sealed interface Comparisons extends Operand permits Array {
    /** {@link Equal}. */
    default Array equal(Array other) {
        return Equal.of(array(), other);
    }

    default Array equal(double number) {
        return equal(Weak.of(array(), number));
    }

    default Array equal(long number) {
        return equal(Weak.of(array(), number));
    }

    /** {@link NotEqual}. */
    default Array notEqual(Array other) {
        return NotEqual.of(array(), other);
    }

    default Array notEqual(double number) {
        return notEqual(Weak.of(array(), number));
    }

    default Array notEqual(long number) {
        return notEqual(Weak.of(array(), number));
    }

    /** {@link Less}. */
    default Array less(Array other) {
        return Less.of(array(), other);
    }

    default Array less(double number) {
        return less(Weak.of(array(), number));
    }

    default Array less(long number) {
        return less(Weak.of(array(), number));
    }

    /** {@link LessEqual}. */
    default Array lessEqual(Array other) {
        return LessEqual.of(array(), other);
    }

    default Array lessEqual(double number) {
        return lessEqual(Weak.of(array(), number));
    }

    default Array lessEqual(long number) {
        return lessEqual(Weak.of(array(), number));
    }

    /** Whether greater: {@link Less} the other way round. */
    default Array greater(Array other) {
        return Less.of(other, array());
    }

    default Array greater(double number) {
        return greater(Weak.of(array(), number));
    }

    default Array greater(long number) {
        return greater(Weak.of(array(), number));
    }

    /** Whether greater or equal: {@link LessEqual} the other way round. */
    default Array greaterEqual(Array other) {
        return LessEqual.of(other, array());
    }

    default Array greaterEqual(double number) {
        return greaterEqual(Weak.of(array(), number));
    }

    default Array greaterEqual(long number) {
        return greaterEqual(Weak.of(array(), number));
    }

    /** {@link LogicalAnd}. */
    default Array logicalAnd(Array other) {
        return LogicalAnd.of(array(), other);
    }

    /** {@link LogicalOr}. */
    default Array logicalOr(Array other) {
        return LogicalOr.of(array(), other);
    }

    /** {@link BitwiseAnd}. */
    default Array bitwiseAnd(Array other) {
        return BitwiseAnd.of(array(), other);
    }

    /** {@link BitwiseOr}. */
    default Array bitwiseOr(Array other) {
        return BitwiseOr.of(array(), other);
    }

    /** {@link BitwiseXor}. */
    default Array bitwiseXor(Array other) {
        return BitwiseXor.of(array(), other);
    }

    /** {@link LeftShift}. */
    default Array leftShift(Array other) {
        return LeftShift.of(array(), other);
    }

    /** {@link RightShift}. */
    default Array rightShift(Array other) {
        return RightShift.of(array(), other);
    }

    /** {@link LeftShift}: {@link #leftShift}. */
    default Array bitwiseLeftShift(Array other) {
        return leftShift(other);
    }

    /** {@link RightShift}: {@link #rightShift}. */
    default Array bitwiseRightShift(Array other) {
        return rightShift(other);
    }

    /** Whether one of the two is not 0, and the other is. */
    default Array logicalXor(Array other) {
        return array().astype(DType.BOOL).notEqual(other.astype(DType.BOOL));
    }

    /** Whether 0. */
    default Array logicalNot() {
        return BitwiseInvert.of(array().astype(DType.BOOL));
    }

    /** {@link BitwiseInvert}. */
    default Array bitwiseInvert() {
        return BitwiseInvert.of(array());
    }

    /** Whether NaN; of complex numbers, in either part. */
    default Array isnan() {
        return notEqual(array());
    }

    /** Whether infinite; of complex numbers, in either part. */
    default Array isinf() {
        return array().abs().equal(Double.POSITIVE_INFINITY);
    }

    default Array isposinf() {
        return equal(Double.POSITIVE_INFINITY);
    }

    default Array isneginf() {
        return equal(Double.NEGATIVE_INFINITY);
    }

    /** Whether neither infinite nor NaN. */
    default Array isfinite() {
        return array().abs().less(Double.POSITIVE_INFINITY);
    }

    /**
     * Whether {@code |x - y| <= atol + rtol * |y|}; infinities are close to themselves, NaN is
     * close to NaN if {@code equalNaN}. Matches {@code mlx.core.isclose}.
     */
    default Array isclose(Array other, double rtol, double atol, boolean equalNaN) {
        Array x = array();
        Array reach = other.abs().multiply(rtol).add(atol);
        Array near = x.subtract(other).abs().lessEqual(reach);
        Array infinite = x.isinf().logicalOr(other.isinf());
        near = near.logicalAnd(infinite.logicalNot()).logicalOr(x.equal(other));
        return equalNaN ? near.logicalOr(x.isnan().logicalAnd(other.isnan())) : near;
    }

    /** Whether all elements are {@link #isclose close}. Matches {@code mlx.core.allclose}. */
    default Array allclose(Array other, double rtol, double atol, boolean equalNaN) {
        return isclose(other, rtol, atol, equalNaN).all();
    }

    /** Whether both have one shape and equal elements. Matches {@code mlx.core.array_equal}. */
    default Array arrayEqual(Array other, boolean equalNaN) {
        Array x = array();
        if (!x.shape().equals(other.shape())) {
            return Array.scalar(false);
        }
        Array same = x.equal(other);
        return equalNaN ? same.logicalOr(x.isnan().logicalAnd(other.isnan())).all() : same.all();
    }
}
