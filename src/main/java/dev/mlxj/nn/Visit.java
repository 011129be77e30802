package dev.mlxj.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;

/** Visits a module and all inside it: parents first, siblings in the order of their declaration. */
final class Visit {
    private final BiConsumer<String, ? super Module> action;
    private final Set<Module> open = Collections.newSetFromMap(new IdentityHashMap<>());

    Visit(BiConsumer<String, ? super Module> action) {
        this.action = action;
    }

    void module(Module root) {
        module("", "", root);
    }

    /** The prefix of the children is empty for the root alone: a child may have the path "" too. */
    private void module(String path, String prefix, Module module) {
        if (!open.add(module)) {
            throw new ModuleCycleException(path);
        }
        action.accept(path, module);
        module.children()
                .forEach((name, child) -> module(prefix + name, prefix + name + ".", child));
        open.remove(module);
    }
}
