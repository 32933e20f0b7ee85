package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;
import java.util.Locale;

/** What a request for a conversation must look like (guest chat protocol notes §4.2, §5). */
final class CreateRules {

    private static final String FAMILY = "chat.error.notnull.createconversationrequest.";
    private static final List<String> PERSON =
            List.of("displayName", "firstName", "lastName", "email", "phoneNumber", "avatarImageUrl");

    private CreateRules() {}

    /**
     * What was asked for.
     *
     * @param organization the id of the organisation
     * @param deployment the id of the deployment
     * @param queue the name of the queue
     * @param person who the guest says to be, as it stands in answers
     * @param proof the token by which it proves that, empty for none
     */
    record Wish(String organization, String deployment, String queue, ObjectNode person, String proof) {}

    static Wish read(JsonNode body) {
        String organization = body.path("organizationId").asText("");
        if (!GuestChatDeployment.isGuid(organization)) {
            throw refused(Answer.error(400, "chat.error.bad.request", "Bad Request", "organizationId")
                    .because("The organizationId must be a GUID"));
        }
        String deployment = body.path("deploymentId").asText("");
        if (!GuestChatDeployment.isGuid(deployment)) {
            throw refused(Answer.error(
                    400,
                    "chat.error.pattern.createconversationrequest.deploymentid",
                    "The deploymentid property may not be null.",
                    "deploymentId"));
        }
        String queue = queue(body.path("routingTarget"));
        ObjectNode person = person(body.path("memberInfo"));
        journey(body.path("journeyContext"));
        JsonNode proof = body.path("memberAuthToken");
        if (!absent(proof) && !proof.isTextual()) {
            throw refused(Refusals.invalidValue("memberAuthToken", BoundedJson.text(proof), "a JWT"));
        }
        return new Wish(organization, deployment, queue, person, proof.asText(""));
    }

    private static String queue(JsonNode target) {
        if (absent(target)) {
            throw missing("routingtarget");
        }
        // Some clients write the type in lower case.
        boolean queue =
                target.path("targetType").asText("").toUpperCase(Locale.ROOT).equals("QUEUE");
        boolean sound = target.path("targetAddress").isTextual()
                && !target.path("targetAddress").asText().isBlank()
                && strings(target.path("skills"))
                && (absent(target.path("language")) || target.path("language").isTextual())
                && (absent(target.path("priority")) || target.path("priority").isIntegralNumber());
        if (!queue || !sound) {
            throw refused(Answer.error(
                            400,
                            "chat.error.createconversationrequest.routingtarget",
                            "The routing target is not valid.",
                            "routingTarget")
                    .because("It needs the targetType QUEUE and, as targetAddress, the name of a queue; skills are "
                            + "names, the language is a name and the priority a whole number"));
        }
        return target.path("targetAddress").asText();
    }

    private static ObjectNode person(JsonNode info) {
        if (!info.path("displayName").isTextual()
                || info.path("displayName").asText().isBlank()) {
            throw missing("memberinfo.displayname");
        }
        ObjectNode person = BoundedJson.object();
        for (String field : PERSON) {
            JsonNode value = info.path(field);
            if (!absent(value)) {
                if (!value.isTextual()) {
                    throw refused(Refusals.invalidValue("memberInfo." + field, BoundedJson.text(value), "a string"));
                }
                person.set(field, value);
            }
        }
        JsonNode custom = info.path("customFields");
        if (!absent(custom)) {
            boolean sound = custom.isObject();
            for (JsonNode value : custom) {
                sound &= value.isTextual();
            }
            if (!sound) {
                throw refused(Refusals.invalidValue(
                        "memberInfo.customFields", BoundedJson.text(custom), "an object whose values are strings"));
            }
            person.set("customFields", custom);
        }
        return person;
    }

    private static void journey(JsonNode context) {
        if (absent(context)) {
            return;
        }
        if (absent(context.path("customer"))) {
            throw missing("journeycontext.customer");
        }
        need(context.path("customer"), "id", "journeycontext.customer.customerid");
        need(context.path("customer"), "idType", "journeycontext.customer.customeridtype");
        JsonNode session = context.path("customerSession");
        if (!absent(session)) {
            need(session, "id", "journeycontext.customersession.sessionid");
            need(session, "type", "journeycontext.customersession.sessionidtype");
        }
        JsonNode action = context.path("triggeringAction");
        if (!absent(action)) {
            need(action, "id", "journeycontext.triggeringaction.actionid");
            need(action.path("actionMap"), "id", "journeycontext.triggeringaction.actionmapid");
            need(action.path("actionMap"), "version", "journeycontext.triggeringaction.actionmapversion");
        }
    }

    private static void need(JsonNode object, String field, String code) {
        if (absent(object.path(field))) {
            throw missing(code);
        }
    }

    private static RefusedException missing(String property) {
        String last = property.substring(property.lastIndexOf('.') + 1);
        return refused(Answer.error(400, FAMILY + property, "The " + last + " property may not be null.", property));
    }

    private static boolean strings(JsonNode list) {
        boolean sound = absent(list) || list.isArray();
        for (JsonNode each : list) {
            sound &= each.isTextual();
        }
        return sound;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static RefusedException refused(Answer answer) {
        return new RefusedException(answer);
    }
}
