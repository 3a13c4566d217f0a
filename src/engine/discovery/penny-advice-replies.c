/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for the causes that only a server's own words tell (penny-reply.h): title, explanation,
 * next step. */
#include "penny-advice-table.h"

#include <glib/gi18n-lib.h>

/* Translators: {provider} becomes a name such as “Gmail” or “your mail provider”, {host} the name of
 * a computer such as “mail.example.org”, {address} an e-mail address: keep them as they are. */
static const PennyAdviceRow rows[] = {
  /* --- not let in, though the password may be right --- */
  PLAIN ("switched-off", PHASES_ALL, N_("{provider} has mail programs switched off for you"),
         N_("Your password may well be right. Allow mail programs in the settings of the web page of "
            "{provider}, wait a minute or two, and try again."),
         OPEN_PROVIDER, N_("Switch Them On")),
  PLAIN ("wrong-password-or-switched-off", PHASES_ALL, N_("The password was not accepted"),
         N_("{provider} did not take it for {address}. Type it once more; capital letters count. Also "
            "check in the settings of its web page that mail programs are allowed: it says the same "
            "in both cases."),
         ENTER_PASSWORD, N_("Type It Again")),
  PLAIN ("web-login-needed", PHASES_ALL, N_("{provider} wants to see you on its web page first"),
         N_("Sign in there with the web browser and answer what it asks: whether it was really you, or "
            "whether you agree to something. After that mail programs are let in again."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("mail-password-needed", PHASES_ALL, N_("{provider} wants the password for mail programs"),
         N_("It is a separate one, which you choose on the page of {provider}. The password of the web "
            "page itself does not work here."),
         OPEN_HELP, N_("Set the Mail Password")),
  PLAIN ("full-name-needed", PHASES_ALL, N_("The sign-in name is not complete"),
         N_("“{host}” wants the whole address {address} as the name to sign in with. Put it into the "
            "settings, then try again."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("box-missing", PHASES_ALL, N_("There is no such box at this post office"),
         N_("“{host}” knows no box for {address}. Look for a typing mistake in the address or in the "
            "sign-in name."),
         EDIT_ADDRESS, N_("Correct It")),
  PLAIN ("account-locked", PHASES_ALL, N_("{provider} has locked your box for now"),
         N_("Something looked unusual there. Sign in on its web page and follow what it says; your "
            "letters are not lost. Afterwards try again here."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("account-suspended", PHASES_ALL, N_("{provider} has closed your box"),
         N_("Only {provider} can open it again: an unpaid bill or its rules may be the reason. Ask there. "
            "The letters on this computer stay where they are."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("paid-plan-needed", PHASES_ALL, N_("{provider} lets mail programs in only with a paid plan"),
         N_("With the free one its mail can only be read on its web page or in its own app. Your password "
            "may well be right."),
         OPEN_PROVIDER, N_("Open Its Web Page")),
  PLAIN ("off-by-organisation", PHASES_ALL, N_("Your box may not be opened by mail programs"),
         N_("Whoever looks after the mail of your company, school or club has it so. Only they can change "
            "it; ask them whether mail programs can be allowed for {address}."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("sending-off-by-organisation", PHASES_ALL, N_("Your organisation lets no mail program send"),
         N_("Whoever looks after its mail can allow it for {address}: it is a setting of the box at "
            "{provider}. Your password may well be right."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("box-does-not-open", PHASES_ALL, N_("You are recognised, but your box does not open"),
         N_("{provider} let you in and then shows no box for {address}. Mail programs may be switched off "
            "for it, or it belongs to another name. Look at its web page."),
         OPEN_PROVIDER, N_("Open Its Web Page")),
  PLAIN ("program-refused", PHASES_ALL, N_("{provider} does not trust this program yet"),
         N_("It let you in and then refused. Sign in on its web page, allow mail programs there, and make "
            "a password for them if it offers one."),
         OPEN_PROVIDER, N_("Open Its Web Page")),
  PLAIN ("protection-needed", PHASES_ALL, N_("The post office wants a private line"),
         N_("“{host}” takes no password where others could read along. Choose a protected line in the "
            "settings."),
         EDIT_SETTINGS, N_("Check the Settings")),

  /* --- for now --- */
  PLAIN ("too-many-attempts", PHASES_SETUP, N_("Too many tries in a short time"),
         N_("{provider} lets nobody in for a while. Wait a quarter of an hour before you try again: every "
            "further try can make it longer."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("too-many-attempts", PHASES_ALL, N_("Too many tries in a short time"),
         N_("{provider} lets nobody in for a while. Penny Post waits and tries again by itself; there is "
            "nothing you need to do."),
         NONE, NULL),
  PLAIN ("too-many-connections", PHASES_ALL, N_("Too many programs have your box open"),
         N_("Perhaps a phone, a tablet and another computer all look into it at once. Close one of them, or "
            "wait a few minutes; Penny Post tries again by itself."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("traffic-limit", PHASES_ALL, N_("Your box was used too much today"),
         N_("{provider} allows only so much in a day, and asks for a pause. Penny Post goes on by itself, at "
            "the latest tomorrow."),
         NONE, NULL),
  PLAIN ("maintenance", PHASES_ALL, N_("The post office is being looked after"),
         N_("“{host}” is closed for a short while. Penny Post tries again by itself."), TRY_AGAIN,
         N_("Try Again")),

  /* --- sending --- */
  PLAIN ("sending-limit", PHASES_ALL, N_("You have sent as many letters as you may for now"),
         N_("{provider} allows only so many in an hour or a day. The letter waits in the Outbox and goes out "
            "by itself as soon as it may."),
         NONE, NULL),
  PLAIN ("sending-blocked", PHASES_ALL, N_("{provider} does not let you send just now"),
         N_("It has blocked sending from {address}, often because somebody else seems to use it. Sign in on "
            "its web page and follow what it says; the letter is kept."),
         OPEN_WEBMAIL, N_("Open Its Web Page")),
  PLAIN ("network-refused", PHASES_ALL, N_("Letters from this network are refused"),
         N_("“{host}” takes no letters from the network that you are in, often because others misuse it. Try "
            "another network; if it is your own, check that the name for sending is right."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("recipient-full", PHASES_ALL, N_("The box of the recipient is full"),
         N_("It has no room for more letters. Tell the person in another way, and send the letter again "
            "later; it is kept."),
         EDIT_MESSAGE, N_("Open the Letter")),

  /* --- somebody else answers, or nobody can be reached --- */
  PLAIN ("captive-portal", PHASES_ALL, N_("This network wants you to sign in first"),
         N_("In place of “{host}” a web page answers, as in the networks of hotels, trains and cafés. Sign "
            "in there, then try again. Your password was not sent."),
         SIGN_IN_NETWORK, N_("Open the Sign-In Page")),
  PLAIN ("other-counter", PHASES_ALL, N_("This is another counter of the post office"),
         N_("At this door of “{host}” something else is answered than was asked. The kind of box or the door "
            "number in the settings does not fit."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("open-door", PHASES_ALL, N_("This door is not a protected one"),
         N_("“{host}” talks openly here, so Penny Post hung up; your password was not sent. Another door number "
            "or kind of line may fit. In a guest network, sign in to it first."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("protection-too-old", PHASES_ALL, N_("The post office protects the line in an outdated way"),
         N_("What “{host}” offers no longer keeps others from reading along. Your password was not sent. Only "
            "the post office can put this in order."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("card-needed", PHASES_ALL, N_("The post office wants a card of yours"),
         N_("“{host}” lets in only computers that show a proof of identity of their own, as some companies "
            "want it. Penny Post cannot do that. Ask there for another way."),
         EDIT_SETTINGS, N_("Check the Settings")),
  PLAIN ("identity-self-signed", PHASES_ALL, N_("The post office vouches only for itself"),
         N_("Nobody else confirms that this is “{host}”, so it could be anybody. Your password was not sent. If "
            "it is a computer of your own, make sure of that first."),
         TRY_AGAIN, N_("Try Again")),
  PLAIN ("firewall", PHASES_ALL, N_("Something on this computer forbids the way"),
         N_("A firewall, a protection program or a private network (VPN) lets Penny Post not reach “{host}”. "
            "Allow it there, or switch it off for a moment and try again."),
         CHECK_NETWORK, N_("Network Settings")),
  PLAIN ("ipv6-broken", PHASES_ALL, N_("Only a part of the internet can be reached from here"),
         N_("“{host}” has only an address of the new kind (IPv6), and this network does not carry it. Try "
            "another network, or ask whoever looks after this one."),
         CHECK_NETWORK, N_("Network Settings")),
};

const PennyAdviceRow *
penny_advice_replies_get_rows (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
