package dev.mlxj;

import dev.mlxj.array.Array;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The public classes of the library and what they offer, read from their class files. A method that
 * never returns is not offered: it only throws.
 */
final class PublicInterface {
    /** A class by its simple name, unique among the public ones but for a few that are refused. */
    private final Map<String, List<ClassModel>> classes = new HashMap<>();

    private PublicInterface() {}

    static PublicInterface read() {
        PublicInterface found = new PublicInterface();
        Path root =
                Path.of(Array.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.walk(root.resolve("dev/mlxj"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                if (model.flags().has(AccessFlag.PUBLIC)) {
                    found.classes
                            .computeIfAbsent(simpleName(model), name -> new ArrayList<>())
                            .add(model);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String simpleName(ClassModel model) {
        String name = model.thisClass().asInternalName();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String room(ClassModel model) {
        String name = model.thisClass().asInternalName();
        return name.substring(0, name.lastIndexOf('/')).replace('/', '.').replace("dev.mlxj.", "");
    }

    /** Whether there is {@code Class} or {@code Class.member}. */
    boolean has(String reference) {
        int dot = reference.indexOf('.');
        List<ClassModel> named =
                classes.getOrDefault(dot < 0 ? reference : reference.substring(0, dot), List.of());
        return dot < 0
                ? !named.isEmpty()
                : named.stream().anyMatch(model -> offers(model, reference.substring(dot + 1)));
    }

    /** The class of this name in one of the rooms. */
    Optional<String> classIn(List<String> rooms, String name) {
        return classes.getOrDefault(name, List.of()).stream()
                .filter(model -> rooms.contains(room(model)))
                .map(PublicInterface::simpleName)
                .findFirst();
    }

    /** The method of this name, with its class, in one of the rooms. */
    Optional<String> methodIn(List<String> rooms, String name) {
        return classes.values().stream()
                .flatMap(List::stream)
                .filter(model -> rooms.contains(room(model)) && offers(model, name))
                .map(model -> simpleName(model) + "." + name)
                .sorted()
                .findFirst();
    }

    /** Whether the class, or one that it inherits from, has this field or returning method. */
    private boolean offers(ClassModel start, String member) {
        Deque<ClassModel> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            ClassModel model = open.pop();
            boolean field =
                    model.fields().stream()
                            .anyMatch(
                                    candidate ->
                                            candidate.flags().has(AccessFlag.PUBLIC)
                                                    && candidate.fieldName().equalsString(member));
            if (field
                    || model.methods().stream()
                            .anyMatch(
                                    method ->
                                            method.methodName().equalsString(member)
                                                    && isOffered(method))) {
                return true;
            }
            model.superclass().ifPresent(parent -> open.addAll(named(parent.asInternalName())));
            model.interfaces().forEach(parent -> open.addAll(named(parent.asInternalName())));
        }
        return false;
    }

    private List<ClassModel> named(String internalName) {
        String simple = internalName.substring(internalName.lastIndexOf('/') + 1);
        return classes.getOrDefault(simple, List.of()).stream()
                .filter(model -> model.thisClass().asInternalName().equals(internalName))
                .toList();
    }

    private static boolean isOffered(MethodModel method) {
        boolean visible =
                method.flags().has(AccessFlag.PUBLIC) || method.flags().has(AccessFlag.PROTECTED);
        return visible
                && (method.flags().has(AccessFlag.ABSTRACT)
                        || method.code().stream()
                                .flatMap(code -> code.elementStream())
                                .anyMatch(ReturnInstruction.class::isInstance));
    }
}
