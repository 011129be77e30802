package dev.mlxj.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A {@link ByteSize} that something fits in: at least one byte. */
final class MemorySize implements ITypeConverter<Long> {
    /** Made by picocli. */
    MemorySize() {}

    @Override
    public Long convert(String text) {
        long bytes = ByteSize.parse(text);
        if (bytes < 1) {
            throw new TypeConversionException("'" + text + "' is no memory at all");
        }
        return bytes;
    }
}
