package dev.mlxj.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Standard error of a program whose launcher turned it away while the virtual machine started. The
 * virtual machine warns of the vector module, and has no option against it.
 */
final class StandardError {
    private static final int DESCRIPTOR = 2;

    private StandardError() {}

    /**
     * Makes standard error what it was, for the virtual machine too.
     *
     * @param kept the descriptor under which the launcher kept it
     */
    @SuppressWarnings("restricted") // the launcher allows native access
    static void takeBack(int kept) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 =
                linker.downcallHandle(
                        linker.defaultLookup().find("dup2").orElseThrow(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            if ((int) dup2.invokeExact(kept, DESCRIPTOR) != DESCRIPTOR) {
                throw new IllegalStateException("descriptor " + kept + " is not open");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("standard error cannot be restored", e);
        }
    }
}
