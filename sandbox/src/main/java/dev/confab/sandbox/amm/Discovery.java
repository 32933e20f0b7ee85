package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;

/** The document from which a client learns everything else (AMM notes B.4). */
final class Discovery {

    private final AmmOptions options;

    Discovery(AmmOptions options) {
        this.options = options;
    }

    /** The media type in which it is offered. */
    String media() {
        return options.flavour() == AmmOptions.Flavour.V2_1 ? Media.RESOURCES_V3 : Media.RESOURCES;
    }

    /**
     * Describes the service to a user.
     *
     * @param named whether to tell the login: not to one who came with a token and knows none (AMM notes B.2)
     */
    ObjectNode document(Account account, boolean named, Hrefs at) {
        return options.flavour() == AmmOptions.Flavour.V2_1 ? flat(account, at) : nested(account, named, at);
    }

    private ObjectNode nested(Account account, boolean named, Hrefs at) {
        AmmLimits limits = options.limits();
        boolean newest = options.flavour() == AmmOptions.Flavour.V3_2;
        ObjectNode json = head(account).put("version", 4);
        json.putObject("capabilities").put("richContent", options.richContent());
        ObjectNode conversations = resource(json, "conversationsResource", at.http(Hrefs.CONVERSATIONS));
        if (newest) {
            conversations.putArray("requestTypes").add(Media.type(Media.FILTER));
        }
        conversations
                .putObject("capabilities")
                .put("automaticLastAccessedDate", false)
                .put("postSessionEvent", true)
                .put("subjectChange", true);
        conversations.putObject("limits").put("maxMessageCount", limits.page()).put("maxIdsLimit", limits.ids());
        resource(json, "messages", at.http(Hrefs.MESSAGES))
                .putObject("capabilities")
                .put("html", false);
        ObjectNode outbox = resource(json, "outbox", at.http(Hrefs.OUTBOX));
        outbox.putObject("capabilities").put("richContent", options.richContent());
        outbox.set("limits", sizes());
        ObjectNode services = json.putObject("services");
        resource(services, "markAsReadIf", at.http(Hrefs.MARK_AS_READ_IF));
        resource(services, "markAsReadBatch", at.http(Hrefs.MARK_AS_READ_BATCH))
                .putObject("limits")
                .put("maxBatchSize", limits.batch());
        ObjectNode validate = resource(services, "validateAddresses", at.http(Hrefs.VALIDATE));
        if (newest) {
            validate.putArray("requestTypes").add(Media.type(Media.TO_VALIDATE));
        }
        ObjectNode notification = json.putObject("notificationService");
        resource(notification, "websocket", at.webSocket(Hrefs.SOCKET));
        resource(notification, "sse", at.http(Hrefs.STREAM));
        ObjectNode session = resource(json, "sessionManagement", at.http(Hrefs.SESSION))
                .put("timeout", options.sessionTimeout().toSeconds());
        if (named) {
            session.put("username", account.login());
        }
        for (String unused : new String[] {"users", "contacts", "picture", "notifications"}) {
            resource(json, unused, "");
        }
        return json;
    }

    /** Version 3: addresses as plain strings, no channel, no session, no batch (AMM notes B.4, last paragraph). */
    private ObjectNode flat(Account account, Hrefs at) {
        ObjectNode json = head(account)
                .put("version", 3)
                .put("conversations", at.http(Hrefs.CONVERSATIONS))
                .put("messages", at.http(Hrefs.MESSAGES))
                .put("outbox", at.http(Hrefs.OUTBOX));
        json.putArray("addresses").add(account.person().address());
        json.putObject("services")
                .put("markAsReadIf", at.http(Hrefs.MARK_AS_READ_IF))
                .put("validateAddresses", at.http(Hrefs.VALIDATE));
        json.set("limits", sizes().put("maxMessageCount", options.limits().page()));
        json.putObject("capabilities").put("richContent", options.richContent());
        return json;
    }

    private ObjectNode head(Account account) {
        ObjectNode json = BoundedJson.object().put("self", account.person().address());
        json.putArray("domains").add(options.domain());
        json.putObject("avayaRequestTimeout")
                .put("recommended", LongPolls.RECOMMENDED)
                .put("minimum", LongPolls.MINIMUM)
                .put("maximum", LongPolls.MAXIMUM);
        return json;
    }

    private ObjectNode sizes() {
        AmmLimits limits = options.limits();
        return BoundedJson.object()
                .put("maxTextLength", limits.text())
                .put("maxAudioSize", limits.audio())
                .put("maxImageSize", limits.image())
                .put("maxVideoSize", limits.video())
                .put("maxGenericAttachmentSize", limits.generic());
    }

    private static ObjectNode resource(ObjectNode parent, String name, String href) {
        return parent.putObject(name).put("href", href);
    }
}
