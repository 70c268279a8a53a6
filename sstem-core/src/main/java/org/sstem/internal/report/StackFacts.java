package org.sstem.internal.report;

import org.sstem.damage.Detection;
import org.sstem.stack.GreyLevels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a restoration report says of the stack as a whole.
 *
 * @param stack   its size and type
 * @param remarks sentences for people
 * @param levels  where its black is, if that was told
 * @param tissue  how much of a section shows tissue, by section, as far as that was told
 */
public record StackFacts(
        StackSummary stack,
        List<String> remarks,
        Optional<GreyLevels> levels,
        Map<Integer, Detection.TissueShare> tissue) {}
