package dev.mlxj.nn;

/** A module whose members come from a description; it is named as the description says. */
final class Described extends Module {
    private final String name;
    private final String extra;

    Described(String name, String extra) {
        this.name = name;
        this.extra = extra;
    }

    @Override
    protected String layerName() {
        return name;
    }

    @Override
    protected String extraRepr() {
        return extra;
    }
}
