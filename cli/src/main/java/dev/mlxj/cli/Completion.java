package dev.mlxj.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Completion scripts made from the commands themselves: command names, then each command's options
 * and the words an option is limited to; file names everywhere else.
 */
final class Completion {
    static String script(CompletionCommand.Shell shell, CommandSpec root) {
        return switch (shell) {
            case BASH -> bash(root);
            case ZSH -> zsh(root);
            case FISH -> fish(root);
        };
    }

    private static String bash(CommandSpec root) {
        StringBuilder script =
                new StringBuilder(
                        """
                        # bash completion for mlxj: source <(mlxj completion bash)
                        _mlxj() {
                            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=
                            if [ "$COMP_CWORD" -eq 1 ]; then
                                words='%s'
                            else
                                case "${COMP_WORDS[1]} $previous" in
                        """
                                .formatted(String.join(" ", root.subcommands().keySet())));
        for (CommandSpec command : commands(root)) {
            for (OptionSpec option : shown(command)) {
                if (!words(option).isEmpty()) {
                    for (String name : option.names()) {
                        script.append(
                                "            '%s %s') words='%s';;\n"
                                        .formatted(
                                                command.name(),
                                                name,
                                                String.join(" ", words(option))));
                    }
                }
            }
            script.append(
                    "            '%s '*) words='%s';;\n"
                            .formatted(
                                    command.name(), String.join(" ", candidates(command, root))));
        }
        return script.append(
                        """
                                esac
                            fi
                            COMPREPLY=($(compgen -W "$words" -- "$current"))
                        }
                        complete -o default -F _mlxj mlxj
                        """)
                .toString();
    }

    private static String zsh(CommandSpec root) {
        StringBuilder script =
                new StringBuilder(
                        """
                        #compdef mlxj
                        # zsh completion for mlxj: mlxj completion zsh > "${fpath[1]}/_mlxj"
                        _mlxj() {
                            local -a words_of
                            if (( CURRENT == 2 )); then
                                words_of=(
                        """);
        for (CommandSpec command : commands(root)) {
            script.append("            %s\n".formatted(described(command.name(), command)));
        }
        script.append(
                """
                        )
                        _describe command words_of
                        return
                    fi
                    case "$words[2] $words[CURRENT-1]" in
                """);
        for (CommandSpec command : commands(root)) {
            for (OptionSpec option : shown(command)) {
                if (!words(option).isEmpty()) {
                    for (String name : option.names()) {
                        script.append(
                                "        '%s %s') words_of=(%s);;\n"
                                        .formatted(
                                                command.name(),
                                                name,
                                                String.join(" ", words(option))));
                    }
                }
            }
            script.append("        '%s '*) words_of=(\n".formatted(command.name()));
            for (String word : candidates(command, root)) {
                OptionSpec option = command.optionsMap().get(word);
                script.append("            ")
                        .append(quoted(option == null ? word : word + ":" + text(option)))
                        .append('\n');
            }
            script.append("        );;\n");
        }
        return script.append(
                        """
                            esac
                            _describe option words_of || _files
                        }
                        compdef _mlxj mlxj
                        """)
                .toString();
    }

    private static String fish(CommandSpec root) {
        StringBuilder script =
                new StringBuilder("# fish completion for mlxj: mlxj completion fish | source\n");
        for (CommandSpec command : commands(root)) {
            script.append(
                    "complete -c mlxj -f -n __fish_use_subcommand -a %s -d %s\n"
                            .formatted(command.name(), quoted(text(command))));
            String when = "-n '__fish_seen_subcommand_from " + command.name() + "'";
            List<String> free = new ArrayList<>(candidates(command, root));
            for (OptionSpec option : shown(command)) {
                free.removeAll(List.of(option.names()));
                script.append("complete -c mlxj ").append(when);
                for (String name : option.names()) {
                    script.append(name.startsWith("--") ? " -l " : " -s ")
                            .append(name.replaceFirst("^--?", ""));
                }
                if (!words(option).isEmpty()) {
                    script.append(" -xa '").append(String.join(" ", words(option))).append('\'');
                } else if (option.arity().max() > 0) {
                    script.append(" -r");
                }
                script.append(" -d ").append(quoted(text(option))).append('\n');
            }
            if (!free.isEmpty()) {
                script.append(
                        "complete -c mlxj -f %s -a '%s'\n".formatted(when, String.join(" ", free)));
            }
        }
        return script.toString();
    }

    private static List<CommandSpec> commands(CommandSpec root) {
        List<CommandSpec> commands = new ArrayList<>();
        for (Map.Entry<String, picocli.CommandLine> entry : root.subcommands().entrySet()) {
            commands.add(entry.getValue().getCommandSpec());
        }
        return commands;
    }

    private static List<OptionSpec> shown(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** What may stand as a further word of a command: its options, and fixed words. */
    private static List<String> candidates(CommandSpec command, CommandSpec root) {
        List<String> words = new ArrayList<>();
        if (command.userObject() instanceof HelpCommand) {
            words.addAll(root.subcommands().keySet());
        }
        command.positionalParameters().forEach(p -> words.addAll(constants(p.type())));
        shown(command).forEach(option -> words.addAll(List.of(option.names())));
        return words;
    }

    private static List<String> words(OptionSpec option) {
        return constants(option.type());
    }

    private static List<String> constants(Class<?> type) {
        List<String> words = new ArrayList<>();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                words.add(constant.toString().toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static String described(String word, CommandSpec command) {
        return quoted(word + ":" + text(command));
    }

    private static String text(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    private static String text(OptionSpec option) {
        return String.join(" ", option.description());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private Completion() {}
}
