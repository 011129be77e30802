package dev.mlxj.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this program: what {@code --version} prints and receipts carry. */
final class Version implements IVersionProvider {
    /** The version in pom.xml; a test holds the two together. */
    static final String NUMBER = "0.1.0";

    /** Made by picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
        return new String[] {"mlxj " + NUMBER};
    }
}
