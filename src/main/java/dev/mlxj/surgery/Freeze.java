package dev.mlxj.surgery;

import dev.mlxj.io.Checkpoint;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;

/**
 * Chosen parameters of a model frozen, or trainable again, as its metadata say: {@code
 * Module.freeze} and {@code Module.unfreeze} that last.
 */
public record Freeze(Direction direction, Choice choice) {
    /** Which way. */
    public enum Direction {
        FREEZE,
        UNFREEZE
    }

    /**
     * What a freeze comes to.
     *
     * @param plan changes the metadata alone
     * @param frozen parameters that are frozen afterwards
     */
    public record Result(Plan plan, long frozen) {}

    /**
     * The plan for a model.
     *
     * @param warnings takes a sentence for each option that chooses nothing
     * @throws NothingChosenException if the choice is strict, and an option chooses nothing
     * @throws IOException if the model's metadata hold no frozen set where they should, and the
     *     choice needs it
     */
    public Result plan(Checkpoint source, Consumer<String> warnings)
            throws IOException, NothingChosenException {
        Choice.Selection selection = choice.on(source).select(Cast.dtypes(source));
        selection.idle().forEach(warnings);
        SequencedSet<String> frozen = selection.paths();
        switch (direction) {
            case FREEZE -> {
                if (!choice.isAll()) {
                    frozen.addAll(before(source));
                }
            }
            case UNFREEZE -> {
                SequencedSet<String> freed = frozen;
                frozen = choice.isAll() ? new LinkedHashSet<>() : before(source);
                frozen.removeAll(freed);
            }
        }
        FrozenSet set = FrozenSet.of(source.entries().keySet(), frozen);
        return new Result(Plan.copyOf(source).with(MetadataEdit.of(set)), frozen.size());
    }

    private static SequencedSet<String> before(Checkpoint source) throws IOException {
        return FrozenSet.in(source).among(source.entries().keySet());
    }
}
