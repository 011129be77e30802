package dev.mlxj.nn;

import java.util.AbstractList;
import java.util.List;

/**
 * A list of modules in a module. What is added, replaced or removed here is so in the module:
 * {@code layers.add(..)} at once appears as {@code layers.2}.
 *
 * @param <L> what the owner calls the items as
 */
public final class Children<L> extends AbstractList<L> {
    private final Module owner;
    private final String name;

    Children(Module owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    private List<Object> list() {
        if (owner.member(name) instanceof List<?> list) {
            return Place.list(list);
        }
        throw new IllegalStateException("%s has no list '%s'".formatted(owner.layerName(), name));
    }

    @Override
    @SuppressWarnings("unchecked")
    public L get(int index) {
        return (L) list().get(index);
    }

    @Override
    public int size() {
        return list().size();
    }

    @Override
    @SuppressWarnings("unchecked")
    public L set(int index, L module) {
        return (L) list().set(index, module);
    }

    @Override
    public void add(int index, L module) {
        list().add(index, module);
        modCount++;
    }

    @Override
    @SuppressWarnings("unchecked")
    public L remove(int index) {
        modCount++;
        return (L) list().remove(index);
    }
}
