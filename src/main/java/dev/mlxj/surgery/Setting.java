package dev.mlxj.surgery;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a writer needs to know beside its plan, and what never changes the result.
 *
 * @param memory upper bound for buffers, in bytes
 * @param progress told how far the work is
 * @param notes takes sentences that a person should read though nothing is wrong
 * @param receipt the text of the receipt for a report
 */
public record Setting(
        long memory,
        Progress progress,
        Consumer<String> notes,
        Function<WriteReport, String> receipt) {}
