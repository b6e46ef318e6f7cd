"""What the database itself refuses among peers: rows that mix projects (R1)."""

from peerstoette.lib.triggers import one_project, register

register(
    *one_project("peers_confirmation", "peer_id", "peers_peer"),
    *one_project("peers_employment", "peer_id", "peers_peer"),
    *one_project("peers_payrate", "employment_id", "peers_employment"),
    *one_project("peers_leave", "employment_id", "peers_employment"),
    *one_project("peers_training", "peer_id", "peers_peer"),
    *one_project("peers_training", "theme_id", "peers_trainingtheme"),
)
