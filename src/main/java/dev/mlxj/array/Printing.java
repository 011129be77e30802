package dev.mlxj.array;

import dev.mlxj.array.kernel.Block;
import dev.mlxj.tensor.DType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Arrays as MLX prints them: {@code array([1, 2.5], dtype=float32)}. Real numbers have six digits;
 * of an axis longer than six, three elements at either end are shown.
 */
final class Printing {
    private static final int EDGE = 3;
    private static final int DIGITS = 6;
    private static final int LEAST_EXPONENT = -4;

    private final Array array;
    private final View.Reader reader;
    private final Block block = new Block();
    private final StringBuilder text = new StringBuilder("array(");

    private Printing(Array array) {
        this.array = array;
        this.reader = array.view().reader();
    }

    static String of(Array array) {
        return new Printing(array).print();
    }

    private String print() {
        if (array.ndim() == 0) {
            element(0);
        } else {
            axis(0, 0);
        }
        return text.append(", dtype=").append(Promotion.name(array.dtype())).append(')').toString();
    }

    /** Prints the elements along an axis; {@code first} is the number of the first of them. */
    private void axis(int axis, long first) {
        boolean last = axis == array.ndim() - 1;
        String between = last ? ", " : ",\n" + " ".repeat("array(".length() + axis + 1);
        long extent = array.shape().extent(axis);
        long step = 1;
        for (int behind = axis + 1; behind < array.ndim(); behind++) {
            step *= array.shape().extent(behind);
        }
        text.append('[');
        for (long i = 0; i < extent; i++) {
            if (i > 0) {
                text.append(between);
            }
            if (extent > 2 * EDGE && i == EDGE) {
                text.append("...");
                i = extent - EDGE - 1;
            } else if (last) {
                element(first + i);
            } else {
                axis(axis + 1, first + i * step);
            }
        }
        text.append(']');
    }

    private void element(long position) {
        reader.load(position, 1, block);
        DType dtype = array.dtype();
        switch (block.lane()) {
            case FLOAT -> real(block.floats()[0]);
            case DOUBLE -> real(block.doubles()[0]);
            case COMPLEX -> complex(block.pairs()[0], block.pairs()[1]);
            case LONG -> integer(dtype, block.longs()[0]);
            case OPAQUE -> throw new IllegalStateException(dtype + " has no lane");
        }
    }

    private void integer(DType dtype, long number) {
        switch (dtype) {
            case BOOL -> text.append(number != 0 ? "True" : "False");
            case U64 -> text.append(Long.toUnsignedString(number));
            default -> text.append(number);
        }
    }

    private void complex(float re, float im) {
        real(re);
        if (!(im < 0)) {
            text.append('+');
        }
        real(im);
        text.append('j');
    }

    /** As {@code printf} with {@code %g}. */
    private void real(double number) {
        if (Double.isNaN(number)) {
            text.append("nan");
            return;
        }
        if (number < 0 || (number == 0 && 1 / number < 0)) {
            text.append('-');
        }
        double size = Math.abs(number);
        if (Double.isInfinite(size) || size == 0) {
            text.append(size == 0 ? "0" : "inf");
            return;
        }
        BigDecimal digits =
                new BigDecimal(size).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= LEAST_EXPONENT && exponent < DIGITS) {
            text.append(digits.stripTrailingZeros().toPlainString());
            return;
        }
        BigDecimal leading = digits.movePointLeft(exponent).stripTrailingZeros();
        text.append(leading.toPlainString()).append('e').append(exponent < 0 ? '-' : '+');
        text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
    }
}
