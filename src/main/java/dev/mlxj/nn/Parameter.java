package dev.mlxj.nn;

import dev.mlxj.array.Array;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;

/**
 * The place of an array in a module. It keeps its place when the array is replaced; a layer holds
 * its parameters so and always sees the present array.
 */
public final class Parameter {
    private final Place place;

    Parameter(Place place) {
        this.place = place;
    }

    /** The module that owns the array. */
    public Module owner() {
        return place.owner();
    }

    /** The path from the owner: {@code weight}, or {@code scales.0} inside a list. */
    public String key() {
        return place.key();
    }

    /** Whether there is an array here. */
    public boolean isPresent() {
        return place.value() instanceof Array;
    }

    /**
     * The array.
     *
     * @throws NoSuchElementException if there is none
     */
    public Array value() {
        if (place.value() instanceof Array array) {
            return array;
        }
        throw new NoSuchElementException(
                "%s has no parameter '%s'".formatted(owner().layerName(), key()));
    }

    /** The array, or null if there is none. */
    public @Nullable Array orNull() {
        return place.value() instanceof Array array ? array : null;
    }

    /** Puts {@code value} here, of whatever dtype and shape; a frozen parameter stays frozen. */
    public void set(Array value) {
        place.set(value);
    }

    Write write(Array value) {
        return new Write(place, value);
    }

    public boolean isFrozen() {
        return owner().isFrozen(key());
    }

    /** Freezes this parameter alone. */
    public void freeze() {
        owner().freezeHere(key());
    }

    /** Unfreezes this parameter alone, also one that its layer keeps frozen otherwise. */
    public void unfreeze() {
        owner().unfreezeHere(key());
    }

    @Override
    public String toString() {
        return key() + ": " + place.value();
    }
}
