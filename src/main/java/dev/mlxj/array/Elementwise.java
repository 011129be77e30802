package dev.mlxj.array;

import dev.mlxj.array.op.Abs;
import dev.mlxj.array.op.ArcCos;
import dev.mlxj.array.op.ArcCosh;
import dev.mlxj.array.op.ArcSin;
import dev.mlxj.array.op.ArcSinh;
import dev.mlxj.array.op.ArcTan;
import dev.mlxj.array.op.ArcTanh;
import dev.mlxj.array.op.AsType;
import dev.mlxj.array.op.BitView;
import dev.mlxj.array.op.Ceil;
import dev.mlxj.array.op.Conjugate;
import dev.mlxj.array.op.Cos;
import dev.mlxj.array.op.Cosh;
import dev.mlxj.array.op.Erf;
import dev.mlxj.array.op.ErfInv;
import dev.mlxj.array.op.Exp;
import dev.mlxj.array.op.Expm1;
import dev.mlxj.array.op.Floor;
import dev.mlxj.array.op.FromFp8;
import dev.mlxj.array.op.Imag;
import dev.mlxj.array.op.Log;
import dev.mlxj.array.op.Log10;
import dev.mlxj.array.op.Log1p;
import dev.mlxj.array.op.Log2;
import dev.mlxj.array.op.Negative;
import dev.mlxj.array.op.Reciprocal;
import dev.mlxj.array.op.Round;
import dev.mlxj.array.op.Rsqrt;
import dev.mlxj.array.op.Sigmoid;
import dev.mlxj.array.op.Sign;
import dev.mlxj.array.op.Sin;
import dev.mlxj.array.op.Sinh;
import dev.mlxj.array.op.Sqrt;
import dev.mlxj.array.op.Square;
import dev.mlxj.array.op.StopGradient;
import dev.mlxj.array.op.Tan;
import dev.mlxj.array.op.Tanh;
import dev.mlxj.array.op.ToFp8;
import dev.mlxj.array.op.Trunc;
import dev.mlxj.array.op.Where;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

/** Functions of one array, element by element. */
public sealed interface Elementwise extends Operand permits Array {
    /** {@link AsType Each element as another dtype}. */
    default Array astype(DType dtype) {
        return AsType.of(array(), dtype);
    }

    /** {@link BitView The same bytes as another dtype}; the last axis scales with the widths. */
    default Array view(DType dtype) {
        return BitView.of(array(), dtype);
    }

    /** The array itself: its elements stand row by row wherever they are seen. */
    default Array contiguous() {
        return array();
    }

    /** The array itself: {@code +x}. */
    default Array positive() {
        return array();
    }

    /** {@link Abs}. */
    default Array abs() {
        return Abs.of(array());
    }

    /** {@link Sign}. */
    default Array sign() {
        return Sign.of(array());
    }

    /** {@link Negative}. */
    default Array negative() {
        return Negative.of(array());
    }

    /** {@link Square}. */
    default Array square() {
        return Square.of(array());
    }

    /** {@link Sqrt}. */
    default Array sqrt() {
        return Sqrt.of(array());
    }

    /** {@link Rsqrt}. */
    default Array rsqrt() {
        return Rsqrt.of(array());
    }

    /** {@link Reciprocal}. */
    default Array reciprocal() {
        return Reciprocal.of(array());
    }

    /** {@link Exp}. */
    default Array exp() {
        return Exp.of(array());
    }

    /** {@link Expm1}. */
    default Array expm1() {
        return Expm1.of(array());
    }

    /** {@link Log}. */
    default Array log() {
        return Log.of(array());
    }

    /** {@link Log2}. */
    default Array log2() {
        return Log2.of(array());
    }

    /** {@link Log10}. */
    default Array log10() {
        return Log10.of(array());
    }

    /** {@link Log1p}. */
    default Array log1p() {
        return Log1p.of(array());
    }

    /** {@link Sin}. */
    default Array sin() {
        return Sin.of(array());
    }

    /** {@link Cos}. */
    default Array cos() {
        return Cos.of(array());
    }

    /** {@link Tan}. */
    default Array tan() {
        return Tan.of(array());
    }

    /** {@link Sinh}. */
    default Array sinh() {
        return Sinh.of(array());
    }

    /** {@link Cosh}. */
    default Array cosh() {
        return Cosh.of(array());
    }

    /** {@link Tanh}. */
    default Array tanh() {
        return Tanh.of(array());
    }

    /** {@link ArcSin}. */
    default Array arcsin() {
        return ArcSin.of(array());
    }

    /** {@link ArcCos}. */
    default Array arccos() {
        return ArcCos.of(array());
    }

    /** {@link ArcTan}. */
    default Array arctan() {
        return ArcTan.of(array());
    }

    /** {@link ArcSinh}. */
    default Array arcsinh() {
        return ArcSinh.of(array());
    }

    /** {@link ArcCosh}. */
    default Array arccosh() {
        return ArcCosh.of(array());
    }

    /** {@link ArcTanh}. */
    default Array arctanh() {
        return ArcTanh.of(array());
    }

    /** {@link ArcSin}: {@link #arcsin}. */
    default Array asin() {
        return arcsin();
    }

    /** {@link ArcCos}: {@link #arccos}. */
    default Array acos() {
        return arccos();
    }

    /** {@link ArcTan}: {@link #arctan}. */
    default Array atan() {
        return arctan();
    }

    /** {@link ArcSinh}: {@link #arcsinh}. */
    default Array asinh() {
        return arcsinh();
    }

    /** {@link ArcCosh}: {@link #arccosh}. */
    default Array acosh() {
        return arccosh();
    }

    /** {@link ArcTanh}: {@link #arctanh}. */
    default Array atanh() {
        return arctanh();
    }

    /** {@link Erf}. */
    default Array erf() {
        return Erf.of(array());
    }

    /** {@link ErfInv}. */
    default Array erfinv() {
        return ErfInv.of(array());
    }

    /** {@link Sigmoid}. */
    default Array sigmoid() {
        return Sigmoid.of(array());
    }

    /** {@link Floor}. */
    default Array floor() {
        return Floor.of(array());
    }

    /** {@link Ceil}. */
    default Array ceil() {
        return Ceil.of(array());
    }

    /** {@link Trunc}. */
    default Array trunc() {
        return Trunc.of(array());
    }

    /** {@link Round}. */
    default Array round() {
        return Round.of(array());
    }

    /** {@link Imag}. */
    default Array imag() {
        return Imag.of(array());
    }

    /** {@link Conjugate}. */
    default Array conjugate() {
        return Conjugate.of(array());
    }

    /** {@link Conjugate}: {@link #conjugate}. */
    default Array conj() {
        return conjugate();
    }

    /** {@link StopGradient}. */
    default Array stopGradient() {
        return StopGradient.of(array());
    }

    /** Rounded to so many decimals, before the point if negative; real numbers only. */
    default Array round(int decimals) {
        return Round.of(array(), decimals);
    }

    /** {@link ToFp8}: the codes of F8_E4M3, in U8. */
    default Array toFp8() {
        return ToFp8.of(array());
    }

    /** {@link FromFp8}: the numbers that codes of F8_E4M3 stand for, in BF16. */
    default Array fromFp8() {
        return fromFp8(DType.BF16);
    }

    /** {@link FromFp8}: the numbers that codes of F8_E4M3 stand for. */
    default Array fromFp8(DType dtype) {
        return FromFp8.of(array(), dtype);
    }

    /** The real part, in F32; real numbers are their own. */
    default Array real() {
        return array().dtype() == DType.C64 ? astype(DType.F32) : array();
    }

    /** Radians to degrees; integers become F32. */
    default Array degrees() {
        return array().multiply(180 / Math.PI);
    }

    /** Degrees to radians; integers become F32. */
    default Array radians() {
        return array().multiply(Math.PI / 180);
    }

    /**
     * Each element brought to at least {@code least} and at most {@code most}; null is no bound.
     */
    default Array clip(@Nullable Array least, @Nullable Array most) {
        Array above = least == null ? array() : array().maximum(least);
        return most == null ? above : above.minimum(most);
    }

    /** Each element brought to at least {@code least} and at most {@code most}. */
    default Array clip(double least, double most) {
        return array().maximum(least).minimum(most);
    }

    /** Each element brought to at least {@code least} and at most {@code most}. */
    default Array clip(long least, long most) {
        return array().maximum(least).minimum(most);
    }

    /** NaN as 0, the infinities as the greatest and the least finite number of the dtype. */
    default Array nanToNum() {
        double most = Range.greatestFinite(array().dtype());
        return nanToNum(0, most, -most);
    }

    /** NaN and the infinities as these numbers; integers have neither. */
    default Array nanToNum(double nan, double above, double below) {
        Array x = array();
        if (x.dtype() == DType.C64) {
            throw Refusal.of("nan_to_num", "Complex numbers are not replaced.", x);
        }
        if (!x.dtype().isFloating()) {
            return x;
        }
        Array finite = Where.of(x.isposinf(), Weak.of(x, above), x);
        finite = Where.of(x.isneginf(), Weak.of(x, below), finite);
        return Where.of(x.isnan(), Weak.of(x, nan), finite);
    }
}
