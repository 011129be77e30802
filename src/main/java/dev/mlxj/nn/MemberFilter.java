package dev.mlxj.nn;

import dev.mlxj.array.Array;

import java.util.List;
import java.util.Map;

/**
 * Decides about a place in a module: the three predicates that everything else is made of, and your
 * own.
 */
@FunctionalInterface
public interface MemberFilter {
    /**
     * Whether the place counts.
     *
     * @param owner the module that has the member, directly or inside lists and maps
     * @param key the place's path from {@code owner}: {@code weight}, {@code blocks.0}
     * @param value an {@link Array}, a {@link Module}, a list, a map, or any other value that lies
     *     in a list or map
     */
    boolean test(Module owner, String key, Object value);

    /** Modules, lists and maps. */
    MemberFilter CHILD = (owner, key, value) -> isContainer(value);

    /**
     * Arrays and what may hold some, unless the key says that it is hidden: it begins with {@code
     * _}.
     */
    MemberFilter PARAMETER =
            (owner, key, value) ->
                    (value instanceof Array || isContainer(value)) && !owner.isHidden(key);

    /** {@link #PARAMETER} without what is frozen. */
    MemberFilter TRAINABLE =
            (owner, key, value) -> PARAMETER.test(owner, key, value) && !owner.isFrozen(key);

    /** A {@link Module}, a list or a map: what has places inside. */
    static boolean isContainer(Object value) {
        return value instanceof Module || value instanceof List || value instanceof Map;
    }
}
