package dev.mlxj.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A number of bytes with a unit: {@code 5GB}, {@code 1.5 GiB}, {@code 4096}. KB, MB, GB, TB are
 * powers of 1000; KiB, MiB, GiB, TiB of 1024. The case of letters does not matter.
 */
final class ByteSize implements ITypeConverter<Long> {
    /** Made by picocli. */
    ByteSize() {}

    @Override
    public Long convert(String text) {
        return parse(text);
    }

    /** The bytes that {@code text} stands for, rounded down. */
    static long parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < lower.length() && isNumeral(lower.charAt(end))) {
            end++;
        }
        long unit = unit(lower.substring(end).strip());
        try {
            if (unit > 0) {
                return new BigDecimal(lower.substring(0, end))
                        .multiply(BigDecimal.valueOf(unit))
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // Not a number, or one beyond 2^63: the sentence below says what is.
        }
        throw new TypeConversionException(
                "'" + text + "' is not a size; write a number and B, KB, MB, GB, KiB, MiB or GiB");
    }

    private static boolean isNumeral(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    /** Bytes in one unit, 0 when there is no such unit. */
    private static long unit(String unit) {
        return switch (unit) {
            case "", "b" -> 1;
            case "k", "kb" -> 1_000;
            case "m", "mb" -> 1_000_000;
            case "g", "gb" -> 1_000_000_000;
            case "t", "tb" -> 1_000_000_000_000L;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            case "tib" -> 1L << 40;
            default -> 0;
        };
    }
}
