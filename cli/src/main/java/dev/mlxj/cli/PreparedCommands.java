package dev.mlxj.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of each command as code. In the image the build puts a class of this name in the
 * place of this one, written from the annotations: to read annotations takes 45 ms of processor
 * time at every start, since the virtual machine makes a proxy class for each annotation type and
 * keeps none in its cache; to run code that says the same takes 5.
 *
 * <p>What is written holds all that parsing needs and nothing that only help prints, so help and
 * error messages come from the annotations there too.
 */
final class PreparedCommands {
    /** The specification of a command, or null where only the annotations tell it. */
    static @Nullable CommandSpec spec(Commands command) {
        return null;
    }

    private PreparedCommands() {}
}
