package dev.mlxj.nn;

import java.util.NoSuchElementException;

/**
 * The place of a module in another. It keeps its place when the module is replaced ({@link
 * Module#updateModules}), so an owner always calls the present one.
 *
 * @param <L> what the owner calls it as: an interface, so that another kind of module may take its
 *     place
 */
public final class Child<L> {
    private final Place place;

    Child(Place place) {
        this.place = place;
    }

    /** Whether there is a module here. */
    public boolean isPresent() {
        return place.value() instanceof Module;
    }

    /**
     * The module.
     *
     * @throws NoSuchElementException if there is none
     */
    @SuppressWarnings("unchecked")
    public L value() {
        Object value = place.value();
        if (value == null) {
            throw new NoSuchElementException(
                    "%s has no child '%s'".formatted(place.owner().layerName(), place.key()));
        }
        return (L) value;
    }

    /** Puts another module here. */
    public void set(L module) {
        place.set(Module.asModule(place.key(), module));
    }

    @Override
    public String toString() {
        return place.key() + ": " + place.value();
    }
}
