package dev.mlxj.nn;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Freezing and unfreezing, of all arrays or by key, in one module or in all inside it. */
final class Freezing {
    private final String operation;
    private final @Nullable Collection<String> keys;
    private final Set<FreezeOption> options = EnumSet.noneOf(FreezeOption.class);

    /**
     * What to do.
     *
     * @param keys the names to freeze or unfreeze in each module visited; null for all of its
     *     arrays
     */
    Freezing(String operation, @Nullable Collection<String> keys, FreezeOption... options) {
        this.operation = operation;
        this.keys = keys;
        this.options.addAll(Arrays.asList(options));
    }

    void freeze(Module root) {
        List<Module> modules = modules(root);
        for (Module module : modules) {
            (keys == null ? ownArrays(module) : keys).forEach(module::freezeHere);
        }
    }

    void unfreeze(Module root) {
        List<Module> modules = modules(root);
        for (Module module : modules) {
            (keys == null ? List.copyOf(module.frozen()) : keys).forEach(module::unfreezeHere);
            if (!options.contains(FreezeOption.FORCE)) {
                module.alwaysFrozen().forEach(module::freezeHere);
            }
        }
    }

    /** The keys of the arrays that a module has itself: also in lists and maps, not in modules. */
    private static Collection<String> ownArrays(Module module) {
        return module.filterAndMap(
                        (owner, key, value) ->
                                !(value instanceof Module)
                                        && MemberFilter.PARAMETER.test(owner, key, value),
                        value -> value)
                .flatten()
                .keySet();
    }

    private List<Module> modules(Module root) {
        List<Module> modules =
                options.contains(FreezeOption.NO_RECURSE) ? List.of(root) : root.modules();
        if (keys != null && options.contains(FreezeOption.STRICT)) {
            requirePresent(modules);
        }
        return modules;
    }

    private void requirePresent(List<Module> modules) {
        Set<String> unknown = new TreeSet<>(keys == null ? List.of() : keys);
        for (Module module : modules) {
            unknown.removeIf(key -> Lookup.ownPlace(module, key) != null);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: no module has a member '%s'"
                            .formatted(operation, String.join("', '", unknown)));
        }
    }
}
