package dev.mlxj.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every command, in the order in which help lists them. A new one is a line here. */
enum Commands {
    INSPECT(InspectCommand.class),
    FREEZE(FreezeCommand.class),
    UNFREEZE(UnfreezeCommand.class),
    CAST(CastCommand.class),
    UPDATE(UpdateCommand.class),
    METADATA(MetadataCommand.class),
    COPY(CopyCommand.class),
    DIFF(DiffCommand.class),
    GET(GetCommand.class),
    CHECK(CheckCommand.class),
    VERIFY(VerifyCommand.class),
    COMPLETION(CompletionCommand.class),
    HELP(HelpCommand.class);

    /** What picocli makes the command from, when it is asked for. */
    final Class<?> type;

    Commands(Class<?> type) {
        this.type = type;
    }

    /** What a user types. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command of that name, if there is one. */
    static @Nullable Commands named(String word) {
        for (Commands command : values()) {
            if (command.word().equals(word)) {
                return command;
            }
        }
        return null;
    }

    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Commands command : values()) {
            words.add(command.word());
        }
        return words;
    }
}
