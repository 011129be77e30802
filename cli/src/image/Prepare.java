import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the {@code PreparedCommands.java} of the image: the options of every command, as picocli
 * understands their annotations, as code that makes the same without reading annotations.
 *
 * <pre>Prepare.java FOLDER</pre>
 *
 * with the program and picocli on the class path. What this does not know how to write down fails
 * the build: argument groups, and options on methods.
 */
final class Prepare {
    private static final String PACKAGE = "dev.mlxj.cli";

    private final Map<Field, ArgSpec> arguments = new HashMap<>();

    /** The objects that hold the fields: the command, its mixins, theirs. */
    private final StringBuilder objects = new StringBuilder();

    /** Code that makes the specification of the command at hand. */
    private final StringBuilder made = new StringBuilder();

    /** The cases of {@code get} and of {@code set}: one for each option. */
    private final StringBuilder gets = new StringBuilder();

    private final StringBuilder sets = new StringBuilder();
    private int objectCount;
    private int slotCount;

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0], PACKAGE.split("\\.")));
        Files.writeString(folder.resolve("PreparedCommands.java"), new Prepare().write());
    }

    private String write() throws Exception {
        StringBuilder cases = new StringBuilder();
        StringBuilder classes = new StringBuilder();
        Class<?> commands = Class.forName(PACKAGE + ".Commands");
        Field type = commands.getDeclaredField("type");
        type.setAccessible(true);
        for (Object command : commands.getEnumConstants()) {
            cases.append("            case %s -> %1$s.spec();\n".formatted(command));
            classes.append(command(command.toString(), (Class<?>) type.get(command)));
        }
        return """
        package dev.mlxj.cli;

        import picocli.CommandLine.Model.*;

        final class PreparedCommands {
            static CommandSpec spec(Commands command) {
                return switch (command) {
        %s        };
            }
        %s}
        """
                .formatted(cases, classes);
    }

    private String command(String constant, Class<?> type) {
        CommandSpec spec = new CommandLine(type).getCommandSpec();
        for (ArgSpec argument : spec.args()) {
            arguments.put((Field) argument.userObject(), argument);
        }
        for (StringBuilder part : new StringBuilder[] {objects, made, gets, sets}) {
            part.setLength(0);
        }
        objectCount = 0;
        slotCount = 0;
        fields(type, object(type));
        if (!arguments.isEmpty()) {
            throw new IllegalStateException(type + ": cannot be prepared: " + arguments.keySet());
        }
        return """

            private static final class %s {
        %s
                static CommandSpec spec() {
                    return new %1$s().make();
                }

                private CommandSpec make() {
                    CommandSpec spec = CommandSpec.wrapWithoutInspection(o0).name("mlxj %s");
        %s            return spec;
                }

                final class Slot implements IGetter, ISetter {
                    private final int field;

                    Slot(int field) {
                        this.field = field;
                    }

                    @Override @SuppressWarnings("unchecked") public <T> T get() {
                        return (T) value();
                    }

                    private Object value() {
                        return switch (field) {
        %s                    default -> throw new IllegalStateException();
                        };
                    }

                    @Override public <T> T set(T value) {
                        Object v = value;
                        switch (field) {
        %s                    default -> throw new IllegalStateException();
                        }
                        return value;
                    }
                }
            }
        """
                .formatted(constant, objects, spec.name(), made, gets, sets);
    }

    private int object(Class<?> type) {
        objects.append("        final %s o%d = new %1$s();\n".formatted(name(type), objectCount));
        return objectCount++;
    }

    /** The fields of one object, and those of the mixins in it. */
    private void fields(Class<?> type, int object) {
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                String place = "((" + name(c) + ") o" + object + ")." + field.getName();
                if (field.isAnnotationPresent(CommandLine.Mixin.class)) {
                    int mixin = object(field.getType());
                    make("%s = o%d;", place, mixin);
                    fields(field.getType(), mixin);
                } else if (field.isAnnotationPresent(CommandLine.Spec.class)) {
                    make("%s = spec;", place);
                } else if (arguments.containsKey(field)) {
                    argument(arguments.remove(field), place);
                }
            }
        }
    }

    private void argument(ArgSpec argument, String place) {
        String type = name(argument.type());
        gets.append("                    case %d -> %s;\n".formatted(slotCount, place));
        sets.append(
                "                    case %d -> %s = (%s) v;\n".formatted(slotCount, place, type));
        make("Slot s%d = new Slot(%1$d);", slotCount);
        make(
                "%s.getter(s%d).setter(s%2$d).hasInitialValue(false).type(%s.class)"
                        + ".auxiliaryTypes(%s).arity(%s).required(%s)%s.build());",
                argument instanceof OptionSpec option
                        ? option(option)
                        : positional((PositionalParamSpec) argument),
                slotCount,
                type,
                list(argument.auxiliaryTypes(), "%s.class"),
                quoted(argument.arity().toString()),
                argument.required(),
                details(argument));
        slotCount++;
    }

    private static String option(OptionSpec option) {
        return "spec.addOption(OptionSpec.builder(%s)".formatted(quoted(option.names()))
                + (option.usageHelp() ? ".usageHelp(true)" : "")
                + (option.versionHelp() ? ".versionHelp(true)" : "")
                + (option.negatable() ? ".negatable(true)" : "")
                + text("fallbackValue", option.fallbackValue());
    }

    private static String positional(PositionalParamSpec positional) {
        return "spec.addPositional(PositionalParamSpec.builder()"
                + text("index", positional.index().toString());
    }

    private static String details(ArgSpec argument) {
        Class<?>[] converters = new Class<?>[argument.converters().length];
        for (int i = 0; i < converters.length; i++) {
            converters[i] = argument.converters()[i].getClass();
        }
        return text("splitRegex", argument.splitRegex())
                + text("defaultValue", argument.defaultValue())
                + (converters.length == 0
                        ? ""
                        : ".converters(" + list(converters, "new %s()") + ")");
    }

    private static String text(String attribute, String value) {
        return value == null || value.isEmpty() ? "" : "." + attribute + "(" + quoted(value) + ")";
    }

    private void make(String format, Object... values) {
        made.append("            ").append(format.formatted(values)).append('\n');
    }

    private static String name(Class<?> type) {
        return type.getCanonicalName();
    }

    private static String list(Class<?>[] types, String format) {
        StringBuilder out = new StringBuilder();
        for (Class<?> type : types) {
            out.append(out.isEmpty() ? "" : ", ").append(format.formatted(name(type)));
        }
        return out.toString();
    }

    private static String quoted(String... texts) {
        StringBuilder out = new StringBuilder();
        for (String text : texts) {
            out.append(out.isEmpty() ? "\"" : ", \"")
                    .append(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append('"');
        }
        return out.toString();
    }
}
