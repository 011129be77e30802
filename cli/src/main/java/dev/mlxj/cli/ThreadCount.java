package dev.mlxj.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of threads; 0 stands for all cores, as when it is not said. */
final class ThreadCount implements ITypeConverter<Integer> {
    /** Made by picocli. */
    ThreadCount() {}

    @Override
    public Integer convert(String text) {
        try {
            int threads = Integer.parseInt(text);
            if (threads >= 0) {
                return threads;
            }
        } catch (NumberFormatException _) {
            // The sentence below says what is wanted.
        }
        throw new TypeConversionException("'" + text + "' is not a number of threads");
    }
}
