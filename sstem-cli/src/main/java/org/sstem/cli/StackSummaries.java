package org.sstem.cli;

import org.sstem.report.StackSummary;
import org.sstem.stack.StackReader;

/** What the head of a report says of a stack. */
final class StackSummaries {

    private StackSummaries() {}

    static StackSummary of(String name, StackReader<?> stack) {
        return new StackSummary(
                name, stack.width(), stack.height(), stack.sections(), PixelNames.of(stack), stack.voxelSize());
    }
}
